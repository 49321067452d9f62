import typescript from '@rollup/plugin-typescript'
import { dts } from 'rollup-plugin-dts'

/**
 * A module as scripts of both kinds, and their declarations.
 * @param {string} input
 * @param {string[]} commonjs
 * @param {string} esModule
 */
const build = (input, commonjs, esModule) => [
  {
    input,
    output: [
      ...commonjs.map((file) => ({
        file: `${file}.js`,
        format: 'cjs',
        generatedCode: { preset: 'es2015', symbols: false },
      })),
      { file: `${esModule}.mjs`, format: 'es' },
    ],
    plugins: [typescript({ noEmit: false, noEmitOnError: true })],
  },
  {
    input,
    output: [...commonjs.map((file) => ({ file: `${file}.d.ts` })), { file: `${esModule}.d.mts` }],
    plugins: [dts()],
  },
]

// miniprogram_dist/ is what 构建 npm copies, verbatim; dist/ is for bundlers that read ES modules; alipay/ is where those
// look for miniprogram-login/alipay that know no `exports`.
export default [
  ...build('src/index.ts', ['miniprogram_dist/index'], 'dist/index'),
  ...build('src/alipay.ts', ['miniprogram_dist/alipay', 'alipay/index'], 'dist/alipay'),
]
