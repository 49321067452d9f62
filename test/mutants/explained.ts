// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how the mutant reads

/** A mutant that no test can tell from the package. */
interface Explained {
  file: string
  /** The line as the mutant has it. */
  line: string
  why: string
}

export const explained: Explained[] = [
  {
    file: 'base-url.ts',
    line: "export const isOrigin = (url: string): boolean => isBaseUrl(url) && url.indexOf('/', 8) <= 0",
    why: 'what is found from the eighth character on is not found at 0',
  },
  {
    file: 'base-url.ts',
    line: 'const [origin] = /^https?:\\/\\/[^/?#]+/.exec(`${url}`.toLowerCase()) || ["Stryker was here"]',
    why: 'no trusted origin reads so',
  },
  {
    file: 'core.ts',
    line: 'if (!known) core.seen = core.seen.concat(mark)',
    why: 'remembers more than can come back: what grows is memory, and that is what the soak measures',
  },
  {
    file: 'create-auth.ts',
    line: 'seen: ["Stryker was here"],',
    why: 'no code and no token reads so',
  },
  {
    file: 'login-state.ts',
    line: 'core.logouts--',
    why: 'it is compared with what it was before, and nothing else: counting down tells as well',
  },
  {
    file: 'login.ts',
    line: 'const failures: unknown[] = ["Stryker was here"]',
    why: 'no exchange function throws just that',
  },
  {
    file: 'login.ts',
    line: 'if (true) forgetRejected(core)',
    why: 'a state that came just now is not refused yet, so that nothing is forgotten',
  },
  {
    file: 'renew.ts',
    line: 'core.rejectedAt = +Infinity',
    why: 'a time that is still to come tells nothing, so that as much has passed since then as since the beginning',
  },
  {
    file: 'task.ts',
    line: 'if (true) task.catch(() => {})',
    why: 'a rejection that the caller left, and was free to, goes unreported; Jest fails any test in which one is reported',
  },
  {
    file: 'task.ts',
    line: 'if (release || settled || false) return',
    why: 'an attempt that is over is asked for events, of which none is delivered',
  },
]
