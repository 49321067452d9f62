import typescript from '@rollup/plugin-typescript'
import { dts } from 'rollup-plugin-dts'

const input = 'src/index.ts'
// miniprogram_dist/ is what 构建 npm copies, verbatim; dist/ is for bundlers that read ES modules.
const commonjs = 'miniprogram_dist/index'
const esModule = 'dist/index'

export default [
  {
    input,
    output: [
      { file: `${commonjs}.js`, format: 'cjs', generatedCode: { preset: 'es2015', symbols: false } },
      { file: `${esModule}.mjs`, format: 'es' },
    ],
    plugins: [typescript({ noEmit: false, noEmitOnError: true })],
  },
  {
    input,
    output: [{ file: `${commonjs}.d.ts` }, { file: `${esModule}.d.mts` }],
    plugins: [dts()],
  },
]
