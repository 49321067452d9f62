import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { leaveMainOnly, makeProject, pack } from './apps'
import { compilations, compiled, manuallyBuilt, miniProgramOf, packagePath, projectOf, projects } from './built'
import { editionOf } from './language'
import { compile, packNpm, packNpmManually } from './toolchain'

const whole = (value: number): string => value.toLocaleString('en')

/** The package in a built or compiled mini-program. */
function packageIn(miniProgram: string): string {
  const file = join(miniProgram, packagePath)
  return `the package is ${editionOf(file)} of ${whole(statSync(file).size)} bytes`
}

async function step(what: string, act: () => string | Promise<string>): Promise<void> {
  try {
    console.log(`${what}: ${await act()}.`)
  } catch (error) {
    throw new Error(`FAILED: ${what}: ${(error as Error).message}`)
  }
}

async function build(work: string): Promise<void> {
  let tarball = ''
  await step('Pack', () => {
    const { filename, size, entryCount } = pack(work)
    tarball = join(work, filename)
    return `${filename}, ${entryCount} files, ${whole(size)} bytes`
  })
  for (const [app, way] of projects) {
    const project = projectOf(app, way)
    const name = `${app} through ${way}`
    await step(`Install into ${name}`, () => {
      makeProject(app, tarball, project)
      if (way === 'main') leaveMainOnly(project)
      return 'from the tarball alone'
    })
    await step(`构建 npm of ${name}`, async () => {
      const manually = manuallyBuilt(app, way)
      cpSync(miniProgramOf(app, way), manually, { recursive: true, filter: (path) => !path.includes('node_modules') })
      const times = [await packNpm(project), await packNpmManually(project, manually)]
      return `packNpm ${times[0]} ms, packNpmManually ${times[1]} ms; ${packageIn(miniProgramOf(app, way))}`
    })
    for (const [how, settings] of Object.entries(compilations)) {
      await step(`Compile ${name}, ${how}`, async () => {
        const into = compiled(app, way, how)
        const time = await compile(project, settings, into)
        const files = readdirSync(into, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
        return `${files.length} files in ${whole(time)} ms; ${packageIn(into)}`
      })
    }
  }
}

async function jest(what: string, ...words: string[]): Promise<void> {
  console.log(`\n${what}:`)
  const { status } = spawnSync('npx', ['jest', '--verbose', ...words], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`FAILED: ${what}`)
}

async function main(): Promise<void> {
  /** `--keep` leaves what was built where it can be looked at. */
  const { keep } = parseArgs({ options: { keep: { type: 'boolean', default: false } } }).values
  const work = mkdtempSync(join(tmpdir(), 'miniprogram-login-'))
  process.env.WECHAT_WORK = work
  try {
    await build(work)
    await jest('What was built and compiled', '--selectProjects', 'wechat')
    process.env.COMPILED_DEMO = compiled('demo', 'miniprogram', 'to ES5')
    const pages = '/(demo|[a-z-]+-page)\\.test\\.ts$'
    await jest('The demo as compiled to ES5, in a browser', '--selectProjects', 'browser', '--testPathPatterns', pages)
  } finally {
    if (keep) console.log(`All that was built is in ${work}`)
    else rmSync(work, { recursive: true })
  }
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
