import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { getQuickJS, type QuickJSHandle } from 'quickjs-emscripten'
import { devDependencies } from '../../package.json'

export interface Engine {
  name: string
  /** Throws, with how to install it, where the engine is missing. */
  version(): string
  /** Runs a script of `createScript` to its end, handing on what it prints. */
  run(script: string, print: (line: string) => void): Promise<void>
}

/** The engine of Android and HarmonyOS: Node's own, in a context without what Node adds. */
const v8: Engine = {
  name: 'V8',
  version: () => process.versions.v8,
  async run(script, print) {
    const { step, unhandled } = runInContext(script, createContext())(print)
    process.on('unhandledRejection', unhandled)
    try {
      do await new Promise(setImmediate)
      while (step())
    } finally {
      process.off('unhandledRejection', unhandled)
    }
  },
}

const jscPackage = 'libjavascriptcoregtk-4.0-bin'

/** The engine of iOS and macOS, in the shell that WebKit tests it with. Phones give mini-programs no JIT. */
const javaScriptCore: Engine = {
  name: 'JavaScriptCore',
  version() {
    if (spawnSync('jsc', ['-e', '0']).status !== 0) {
      throw new Error(`The jsc shell is missing. On Debian: apt-get install ${jscPackage}`)
    }
    const { stdout } = spawnSync('dpkg-query', ['-W', jscPackage], { encoding: 'utf8' })
    return stdout?.split('\t')[1]?.trim() ?? 'from elsewhere than Debian'
  },
  async run(script, print) {
    const folder = mkdtempSync(join(tmpdir(), 'engines-'))
    try {
      const file = join(folder, 'suite.js')
      // Its own functions are noted first, for the suite takes away all that is not of the language.
      const main = `(function (start, print, drain, listen) {
        var suite = start(print)
        listen(function (promise, reason) { suite.unhandled(reason) })
        do drain()
        while (suite.step())
      })(${script}, print, drainMicrotasks, setUnhandledRejectionCallback)`
      writeFileSync(file, main)
      const options = { encoding: 'utf8', timeout: 120_000 } as const
      const { stdout, stderr, status, error } = spawnSync('jsc', ['--useJIT=false', file], options)
      const lines = stdout.split('\n').filter(Boolean)
      const isOurs = (line: string) => line.startsWith('{')
      lines.filter(isOurs).forEach(print)
      // The shell prints its complaints where scripts print.
      if (status !== 0) throw error ?? new Error([...lines.filter((line) => !isOurs(line)), stderr].join(' ').trim())
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

/** A third opinion, by an engine that shares nothing with the other two. */
const quickJs: Engine = {
  name: 'QuickJS',
  version: () => `in quickjs-emscripten ${devDependencies['quickjs-emscripten']}`,
  async run(script, print) {
    // Nothing of it is given back, for the process ends soon.
    const context = (await getQuickJS()).newContext()
    const call = (callee: QuickJSHandle, ...given: QuickJSHandle[]) =>
      context.unwrapResult(context.callFunction(callee, context.undefined, ...given))
    const printHandle = context.newFunction('print', (line) => print(context.getString(line)))
    const suite = call(context.unwrapResult(context.evalCode(script)), printHandle)
    const step = context.getProp(suite, 'step')
    do context.unwrapResult(context.runtime.executePendingJobs())
    while (context.dump(call(step)))
  },
}

export const engines = [v8, javaScriptCore, quickJs]
