import type { Manifest } from '../common/manifest'
import { showFailure } from './failure'
import type { Code } from './modules'
import { start, type TemplateCode } from './start'

const codes = new Map<string, Code>()
let templateCode: TemplateCode = () => () => ({})

/** What the compiled scripts of a mini-program call, the last of them `start`. */
const simulator = {
  define: (path: string, code: Code) => void codes.set(path, code),
  defineTemplates(code: TemplateCode) {
    templateCode = code
  },
  start(manifest: Manifest) {
    try {
      start(manifest, codes, templateCode)
    } catch (error) {
      showFailure(String(error instanceof Error ? error.message : error))
      throw error
    }
  },
}

// Which of two looks a Chinese character has depends on it.
document.documentElement.lang = navigator.language
Object.assign(window, { simulator })
