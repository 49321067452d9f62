/** One job of WeChat's toolchain, which is all that this process does: see toolchain.ts. */
const { mkdirSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const ci = require('miniprogram-ci')

// It asks WeChat which kinds of files may be uploaded, and goes on where there is no answer. Nobody listens there.
ci.proxy('http://127.0.0.1:9')

const openProject = (/** @type {string} */ projectPath) =>
  new ci.Project({
    appid: 'touristappid',
    type: 'miniProgram',
    projectPath,
    ignores: ['**/node_modules/**/*'],
    // Signs uploads, of which there are none.
    privateKey: 'none',
    // What WeChat would say of the appid, such as how large its mini-program may be.
    attr: async () => ci.DefaultProjectAttr,
  })

/** @param {unknown[]} warnings */
function refuse(warnings) {
  if (warnings.length) throw new Error(`构建 npm warns: ${JSON.stringify(warnings)}`)
}

const jobs = {
  async packNpm(/** @type {string} */ project) {
    refuse(await ci.packNpm(openProject(project)))
  },

  async packNpmManually(/** @type {string} */ project, /** @type {string} */ into) {
    const packageJsonPath = join(project, 'miniprogram/package.json')
    const { warnList } = await ci.packNpmManually({ packageJsonPath, miniprogramNpmDistDir: into })
    refuse(warnList)
  },

  async compile(/** @type {string} */ project, /** @type {string} */ into) {
    const files = await ci.getCompiledResult({ project: openProject(project), setting: { useProjectConfig: true } })
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(into, path)), { recursive: true })
      writeFileSync(join(into, path), content)
    }
  },
}

async function main() {
  const [job, project = '', into = ''] = process.argv.slice(2)
  const start = performance.now()
  await jobs[/** @type {keyof typeof jobs} */ (job)](project, into)
  return { milliseconds: Math.round(performance.now() - start) }
}

main()
  .catch((error) => ({ failure: error instanceof Error ? error.message : String(error) }))
  // It leaves threads and processes behind that would keep this one alive.
  .then((result) => process.send?.(result, () => process.exit()))
