import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { install } from '../helpers/install'
import { cutOff } from './namespace'
import { dependencies } from './package.json'

const toolchain = `miniprogram-ci ${dependencies['miniprogram-ci']}`

/** Puts what npm would publish through WeChat's own toolchain, and has what comes out log in. */
function main(): void {
  // It is no dependency of the project, so it is installed by who verifies. That alone needs a network.
  install(__dirname, `${toolchain}: 280 MB`)
  console.log(`WeChat's toolchain is ${toolchain}, on Node ${process.version}.`)
  const prefix = cutOff()
  console.log(
    prefix.length
      ? 'There is no network from here on (unshare).'
      : 'This machine permits no namespace without a network (unshare); nothing from here on needs one.',
  )
  const steps = [process.execPath, '--import', 'tsx', join(__dirname, 'steps.ts'), ...process.argv.slice(2)]
  const [command = '', ...words] = [...prefix, ...steps]
  process.exitCode = spawnSync(command, words, { stdio: 'inherit' }).status ?? 1
}

main()
