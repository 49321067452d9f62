import { TmplGroup } from 'glass-easel-template-compiler'
import { wrapAppCode } from './app-code'
import { CompileError } from './compile-error'
import type { Folder } from './folder'

/** What glass-easel's compiler has to say. */
interface Remark {
  isError: boolean
  message: string
  /** From 0. */
  startLine: number
  startColumn: number
}

/** All WXML and WXS as one script. */
export function compileTemplates(folder: Folder): string {
  const group = new TmplGroup()
  try {
    for (const [file, source] of folder) {
      const path = file.replace(/\.\w+$/, '')
      if (file.endsWith('.wxs')) group.addScript(path, source)
      if (file.endsWith('.wxml')) refuse(file, group.addTmpl(path, source))
    }
    // Where the templates look for what hands an event to its listener.
    group.setExtraRuntimeScript('Q.C=callListener;')
    return `simulator.defineTemplates(${wrapAppCode(['callListener'], `return ${group.getTmplGenObjectGroups()}`)})\n`
  } finally {
    group.free()
  }
}

function refuse(file: string, remarks: Remark[]): void {
  // glass-easel only warns of a wrong end tag; WeChat DevTools refuses it.
  const remark = remarks.find(({ isError }) => isError) ?? remarks.find(({ message }) => message.includes('end tag'))
  if (!remark) return
  throw new CompileError(remark.message, { file, line: remark.startLine + 1, column: remark.startColumn + 1 })
}
