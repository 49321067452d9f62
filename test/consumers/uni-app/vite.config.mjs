import uniPlugin from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'

// The plugin is CommonJS: Node hands out all its exports as the default one.
const uni = uniPlugin.default ?? uniPlugin

/** The plugin of uni-app turns source maps off; what comes later wins. */
const sourceMaps = { name: 'source-maps', enforce: 'post', config: () => ({ build: { sourcemap: true } }) }

export default defineConfig({ plugins: [uni(), sourceMaps] })
