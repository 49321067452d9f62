// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how the built file reads

import type { Planted } from './planted'

/** Of rejection and replay, optional calls, abort and streams. */
export const calls: Planted[] = [
  {
    sentence: 'a late rejection costs a login',
    find: 'if (!isNewest(core, held))\n        return true;',
    replace: 'held = current(core);',
  },
  {
    sentence: 'what was sent with an older state is not replayed in the quiet time',
    find: 'if (!isNewest(core, held))\n        return true;',
    replace: '',
  },
  {
    sentence: 'a replay is replayed',
    find: 'final = replay || !reject(',
    replace: 'final = !reject(',
  },
  {
    sentence: 'there is no quiet time after a refused replay',
    find: 'elapsed(core.rejectedAt) < core.cooldown',
    replace: '!core',
  },
  {
    sentence: 'login() does not end the quiet time',
    find: 'core.rejectedAt = -Infinity;',
    replace: '',
  },
  {
    sentence: 'a network failure is retried',
    find: 'if (failed)\n                return settle(',
    replace:
      'if (failed && answer.errno)\n                return send(held, header, rejected);\n            if (failed)\n                return settle(',
  },
  {
    sentence: 'an optional call waits for a login',
    find: 'if (required)\n        acquire(core, attempt);',
    replace: 'if (core)\n        acquire(core, attempt);',
  },
  {
    sentence: 'an optional call does not forget a refused state',
    find: 'if (!renew)\n        forgetRejected(core);',
    replace: '',
  },
  {
    sentence: 'an optional call that was rejected goes out once more with a state after a logout',
    find: 'attempt(left ? undefined : usable(core));',
    replace: 'attempt(usable(core));',
  },
  {
    sentence: 'a call waits a turn though there is a state',
    find: 'if (ready)\n        return done(ready);',
    replace: 'if (ready)\n        return void Promise.resolve().then(() => done(ready));',
  },
  {
    sentence: 'an authorize that throws goes unnoticed',
    find: "return fail(new AuthError('REQUEST_FAILED', 'authorize', cause));",
    replace: '',
  },
  {
    sentence: 'an aborted call is sent',
    find: 'if (settled)\n            return;\n        const attempt',
    replace: 'const attempt',
  },
  {
    sentence: 'wx is not told of an abort',
    find: 'abort(inFlight);',
    replace: '',
  },
  {
    sentence: 'chunks of a rejected attempt are delivered',
    find: 'if (event === chunk && waiting)',
    replace: 'if (!core)',
  },
  {
    sentence: 'a call is replayed though a chunk was delivered',
    find: 'required) || unrepeatable;',
    replace: 'required);',
  },
  {
    sentence: 'the last chunks are lost',
    find: 'if (release)\n                    release();\n                return settle(undefined, answer);',
    replace: 'return settle(undefined, answer);',
  },
]
