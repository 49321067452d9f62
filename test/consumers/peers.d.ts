/** They are installed for the consumers only; the types of the project are checked without them. */
declare module '@dcloudio/vite-plugin-uni'
declare module '@rollup/plugin-node-resolve'
declare module '@rollup/plugin-terser'
declare module 'vite'
declare module 'vue'
declare module 'webpack'
declare module '*.vue'

/** Alipay's. */
declare const my: any
