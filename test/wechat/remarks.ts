import { TmplGroup } from 'glass-easel-template-compiler'
import type { Folder } from '../../demo-miniprogram/simulator/compile/folder'

/** What the compiler says; it counts from 0. */
interface Remark {
  message: string
  startLine: number
  startColumn: number
}

/**
 * All that WeChat's compiler of templates has to say of the WXML of a folder, warnings included, with file, line and
 * column as editors count. The toolchain copies WXML and looks into none of it.
 */
export function remarksOn(folder: Folder): string[] {
  const group = new TmplGroup()
  try {
    return [...folder]
      .filter(([file]) => file.endsWith('.wxml'))
      .flatMap(([file, source]) =>
        group
          .addTmpl(file.replace(/\.wxml$/, ''), source)
          .map(
            ({ message, startLine, startColumn }: Remark) => `${file}:${startLine + 1}:${startColumn + 1}: ${message}`,
          ),
      )
  } finally {
    group.free()
  }
}
