import type { Planted } from './planted'

/** Of logging in: attempts, codes, the cooldown, the line of login(extra). */
export const logins: Planted[] = [
  {
    sentence: 'every caller starts a login of its own',
    find: 'if (pending && !extra) {',
    replace: 'if (!core) {',
  },
  {
    sentence: 'login(extra) starts beside a login under way',
    find: 'else if (core.pending)\n            core.pending.waiters.push(start);',
    replace: '',
  },
  {
    sentence: 'login(extra) joins a login under way',
    find: 'if (pending && !extra) {',
    replace: 'if (pending) {',
  },
  {
    sentence: 'the extra is not sent',
    find: 'Object.assign({}, extra, { code })',
    replace: '{ code }',
  },
  {
    sentence: 'the time that login(extra) stands in line does not count',
    find: 'core.pending = flight;\n            if',
    replace:
      'core.pending = flight;\n            clearTimeout(flight.timer);\n            flight.timer = setTimeout(timeOut, core.loginTimeout);\n            if',
  },
  {
    sentence: 'nothing ends a wx.checkSession that stays silent',
    find: 'timer: setTimeout(timeOut, core.loginTimeout),',
    replace: "timer: reason !== 'session-key' && setTimeout(timeOut, core.loginTimeout),",
  },
  {
    sentence: 'a dropped login is still heard',
    find: 'const isIdle = () => flight !== core.pending;',
    replace: 'const isIdle = () => !core;',
  },
  {
    sentence: 'a code is sent again that wx.login gave before',
    find: "(code !== 'the code is a mock one' && !isNew(core, code))",
    replace: '!core',
  },
  {
    sentence: 'a login makes four attempts',
    find: '[500, 1500][flight',
    replace: '[500, 1500, 1500][flight',
  },
  {
    sentence: 'a login makes two attempts',
    find: '[500, 1500][flight',
    replace: '[500][flight',
  },
  {
    sentence: 'attempts follow each other at once',
    find: '[500, 1500][flight',
    replace: '[5, 15][flight',
  },
  {
    sentence: 'Retry-After does not delay the next attempt',
    find: 'Math.max(usual, told)',
    replace: 'usual',
  },
  {
    sentence: 'Retry-After does not prolong the cooldown',
    find: 'Math.min(wait, 60000)',
    replace: '0',
  },
  {
    sentence: 'Retry-After prolongs the cooldown as it likes',
    find: 'Math.min(wait, 60000)',
    replace: 'wait',
  },
  {
    sentence: 'what cannot pass is tried again',
    find: 'again = transient || busy || statusCode === 408;',
    replace: 'again = true;',
  },
  {
    sentence: 'what is busy is not tried again',
    find: 'again = transient || busy || statusCode === 408;',
    replace: 'again = transient || statusCode === 408;',
  },
  {
    sentence: 'a blocked wx.login is tried again',
    find: 'errno !== 1402101',
    replace: 'true',
  },
  {
    sentence: 'a failed request of an exchange function is not tried again',
    find: 'byUrl || failures.indexOf(cause) >= 0',
    replace: 'byUrl',
  },
  {
    sentence: 'a wait goes on where it would pass loginTimeout',
    find: 'again && Date.now() - since + wait < core.loginTimeout',
    replace: 'again',
  },
  {
    sentence: 'a login may take twice its time',
    find: 'timer: setTimeout(timeOut, core.loginTimeout),',
    replace: 'timer: setTimeout(timeOut, 2 * core.loginTimeout),',
  },
  {
    sentence: 'a login times out early',
    find: 'timer: setTimeout(timeOut, core.loginTimeout),',
    replace: 'timer: setTimeout(timeOut, core.loginTimeout / 2),',
  },
  {
    sentence: 'there is no cooldown',
    find: 'elapsed(failed.at) < failed.cooldown',
    replace: '!failed',
  },
  {
    sentence: 'the cooldown does not end',
    find: 'elapsed(failed.at) < failed.cooldown',
    replace: 'failed',
  },
  {
    sentence: 'each automatic login in the cooldown fails with an error of its own',
    find: '? failed.error : undefined',
    replace: "? new AuthError(failed.error.code, 'again') : undefined",
  },
  {
    sentence: 'login() takes the state that is there',
    find: "logIn(core, 'forced', done, extra);",
    replace: 'acquire(core, done);',
  },
  {
    sentence: 'single-page mode is not noticed',
    find: 'scene !== 1154 &&',
    replace: '',
  },
]
