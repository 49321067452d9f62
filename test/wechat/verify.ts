import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cutOff } from './namespace'
import { dependencies } from './package.json'

const toolchain = `miniprogram-ci ${dependencies['miniprogram-ci']}`

/** The toolchain is no dependency of the project, so it is installed by who verifies. That alone needs a network. */
function install(): void {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) =>
    join(__dirname, file),
  ) as [string, string]
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  console.log(`Installing ${toolchain}: 280 MB.`)
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: __dirname, stdio: 'inherit' })
}

/** Puts what npm would publish through WeChat's own toolchain, and has what comes out log in. */
function main(): void {
  install()
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
