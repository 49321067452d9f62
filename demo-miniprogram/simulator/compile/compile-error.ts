export interface Place {
  file: string
  /** From 1, as editors count. */
  line?: number
  column?: number
}

/** What is wrong with the mini-program, as a sentence that says where. */
export class CompileError extends Error {
  constructor(reason: string, { file, line, column }: Place) {
    super(`${[file, line, column].filter((part) => part !== undefined).join(':')}: ${reason}`)
  }
}
