import type { Planted } from './planted'

/** Of logging in: attempts, codes, the cooldown, the line of login(extra). */
export const logins: Planted[] = [
  {
    sentence: 'every caller starts a login of its own',
    find: 'if (!pending)\n        return open(core, reason, done);',
    replace: 'return open(core, reason, done);',
  },
  {
    sentence: 'login(extra) starts beside a login under way',
    find: 'if (!core.pending)\n            return open(',
    replace: 'if (core)\n            return open(',
  },
  {
    sentence: 'login(extra) joins a login under way',
    find: 'if (extra)\n        start();',
    replace: 'if (!core)\n        start();',
  },
  {
    sentence: 'the extra is not sent',
    find: 'data: Object.assign({}, extra, { code }),',
    replace: 'data: { code },',
  },
  {
    sentence: 'the time that login(extra) stands in line does not count',
    find: "open(core, 'forced', done, extra, since)",
    replace: "open(core, 'forced', done, extra)",
  },
  {
    sentence: 'a dropped login is still heard',
    find: 'if (flight === core.pending)',
    replace: 'if (core)',
  },
  {
    sentence: 'a code is sent again that wx.login gave before',
    find: '(code !== mockCode && !isNew(core, code))',
    replace: '!core',
  },
  {
    sentence: 'a login makes four attempts',
    find: 'const waits = [500, 1500];',
    replace: 'const waits = [500, 1500, 1500];',
  },
  {
    sentence: 'a login makes two attempts',
    find: 'const waits = [500, 1500];',
    replace: 'const waits = [500];',
  },
  {
    sentence: 'attempts follow each other at once',
    find: 'const waits = [500, 1500];',
    replace: 'const waits = [5, 15];',
  },
  {
    sentence: 'Retry-After does not delay the next attempt',
    find: '(0.5 + Math.random()), wait)',
    replace: '(0.5 + Math.random()), 0)',
  },
  {
    sentence: 'Retry-After does not prolong the cooldown',
    find: 'Math.min(retryAfter, longestCooldown)',
    replace: '0',
  },
  {
    sentence: 'Retry-After prolongs the cooldown as it likes',
    find: 'Math.min(retryAfter, longestCooldown)',
    replace: 'retryAfter',
  },
  {
    sentence: 'what cannot pass is tried again',
    find: '(transient || busy || statusCode === 408)',
    replace: 'core',
  },
  {
    sentence: 'what is busy is not tried again',
    find: '(transient || busy || statusCode === 408)',
    replace: '(transient || statusCode === 408)',
  },
  {
    sentence: 'a blocked wx.login is tried again',
    find: 'said.errno !== blocked',
    replace: 'true',
  },
  {
    sentence: 'a failed request of an exchange function is not tried again',
    find: 'failures.indexOf(cause) < 0',
    replace: 'core',
  },
  {
    sentence: 'a wait goes on where it would pass loginTimeout',
    find: '&& Date.now() + delay < deadline)',
    replace: '&& core)',
  },
  {
    sentence: 'a login may take twice its time',
    find: 'setTimeout(timeOut, deadline - Date.now())',
    replace: 'setTimeout(timeOut, 2 * (deadline - Date.now()))',
  },
  {
    sentence: 'a login times out early',
    find: 'setTimeout(timeOut, deadline - Date.now())',
    replace: 'setTimeout(timeOut, (deadline - Date.now()) / 2)',
  },
  {
    sentence: 'there is no cooldown',
    find: 'elapsed(failure.at) < failure.lasts',
    replace: '!failure',
  },
  {
    sentence: 'the cooldown does not end',
    find: 'elapsed(failure.at) < failure.lasts',
    replace: 'failure',
  },
  {
    sentence: 'each automatic login in the cooldown fails with an error of its own',
    find: '? failure.error : undefined',
    replace: '? timedOut() : undefined',
  },
  {
    sentence: 'login() takes the state that is there',
    find: "else\n        wait(core, 'forced', done);",
    replace: 'else\n        acquire(core, done);',
  },
  {
    sentence: 'single-page mode is not noticed',
    find: 'scene !== 1154 &&',
    replace: '',
  },
]
