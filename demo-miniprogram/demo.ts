import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { installPackage } from './install-package'
import { readConfig, readPort } from './server/config'
import { lineOf } from './server/log'
import { startServer } from './server/start'
import { StartError } from './server/start-error'
import { stopOnSignal } from './server/stop-on-signal'
import { startSimulator } from './simulator/start'

const demo = join(__dirname, 'miniprogram')
const build = join(__dirname, '../miniprogram_dist')

/** Where the mini-program looks for the server when WeChat DevTools runs it. */
const devToolsPort = 8787
const simulatorPort = 8080

/**
 * Runs the server and, in front of it, the mini-program in a browser: the demo, or that of a folder which is named. Then
 * the terminal shows each step of the login.
 */
async function main(): Promise<void> {
  const [folder] = parseArgs({ allowPositionals: true }).positionals
  const ports = { server: readPort(process.env, 'PORT'), simulator: readPort(process.env, 'SIMULATOR_PORT') }
  // Ctrl-C is to end it soon, whatever a page still waits for.
  const config = { ...readConfig(process.env), host: '127.0.0.1', graceSeconds: 1 }
  if (!existsSync(join(build, 'index.js'))) {
    throw new StartError('The package is not built: run `npm run build` first, or `npm run demo`, which does both.')
  }
  // Of npm run, which has moved to the root.
  const miniProgram = folder === undefined ? demo : resolve(process.env.INIT_CWD ?? '', folder)
  await installPackage(folder === undefined ? build : installedIn(miniProgram), miniProgram)

  const server = await onPort('PORT', ports.server, devToolsPort, (port) =>
    startServer({ ...config, port }, (entry) => say('server')(lineOf(entry))),
  )
  const simulator = await onPort('SIMULATOR_PORT', ports.simulator, simulatorPort, (port) =>
    startSimulator({
      miniProgram,
      port,
      standInUrl: server.standIn?.url,
      extConfig: { apiBaseUrl: server.url },
      log: say('phone'),
    }),
  ).catch(async (error) => {
    await server.close()
    throw error
  })
  stopOnSignal(() => Promise.all([simulator.close(), server.close()]))

  if (ports.server === undefined && !server.url.endsWith(`:${devToolsPort}`)) {
    console.log(
      `Port ${devToolsPort} is taken, and WeChat DevTools would look for the server there: free it to use DevTools.`,
    )
  }
  console.log(`\nThe demo is at ${simulator.url} – open it in a browser. Ctrl-C ends it.\n`)
}

/** Where `npm install` has put the build of the package. */
function installedIn(miniProgram: string): string {
  if (!existsSync(join(miniProgram, 'app.json'))) throw new StartError(`There is no app.json in ${miniProgram}.`)
  const installed = join(miniProgram, 'node_modules/miniprogram-login/miniprogram_dist')
  if (existsSync(installed)) return installed
  throw new StartError(`Run \`npm install miniprogram-login\` in ${miniProgram} first.`)
}

/** A port that was asked for must be had; otherwise it is the usual one or the next that is free. */
async function onPort<Running>(
  variable: string,
  asked: number | undefined,
  usual: number,
  start: (port: number) => Promise<Running>,
): Promise<Running> {
  for (let port = asked ?? usual; ; port++) {
    try {
      return await start(port)
    } catch (error) {
      const { code } = error as { code?: string }
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
      const reason = code === 'EADDRINUSE' ? 'is taken' : 'is not yours to use'
      if (asked !== undefined || code === 'EACCES') {
        throw new StartError(`Port ${port} ${reason}: choose another, as in ${variable}=${port + 1}.`)
      }
    }
  }
}

function say(who: string): (line: string) => void {
  return (line) => console.log(`${who.padEnd(6)}  ${line}`)
}

main().catch((error) => {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
})
