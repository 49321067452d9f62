/** A mutant that no test can tell from the package. */
interface Explained {
  file: string
  /** The line as the mutant has it. */
  line: string
  why: string
}

export const explained: Explained[] = [
  {
    file: 'renew.ts',
    line: 'core.rejectedAt = +Infinity',
    why: 'a time that is still to come tells nothing, so that as much has passed since then as since the beginning',
  },
]
