// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how the built file reads

/** A mistake that somebody might make in the package: one place of the built file, and what it says instead. */
export interface Planted {
  sentence: string
  find: string
  replace: string
}

export const planted: Planted[] = [
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
  {
    sentence: 'a refused state counts as usable',
    find: 'if (!held || held.refused)',
    replace: 'if (!held)',
  },
  {
    sentence: 'a state is used up to its end',
    find: 'early ? Math.min(60000, lifetime / 10) : 1',
    replace: '1',
  },
  {
    sentence: 'a state is renewed a minute before its end, however short it lives',
    find: 'Math.min(60000, lifetime / 10)',
    replace: '60000',
  },
  {
    sentence: 'a clock that was set back makes a state younger',
    find: 'passed < 0 ? Infinity : passed',
    replace: 'passed',
  },
  {
    sentence: 'a renewal that fails takes the state away that still lives',
    find: '(usable(core) === held ? held : undefined)',
    replace: 'undefined',
  },
  {
    sentence: 'a new state is judged before those who waited have used it',
    find: 'done(next ||',
    replace: 'done((next && usable(core)) ||',
  },
  {
    sentence: 'a state from storage is not adopted',
    find: 'held.refused = true;\n    adopt(core);',
    replace: 'held.refused = true;',
  },
  {
    sentence: 'a state from storage is adopted though it was refused here',
    find: 'if (!mark || !isNew(core, mark))',
    replace: 'if (!mark)',
  },
  {
    sentence: 'the logout of another copy is not adopted',
    find: 'if (core.loggedOut)\n            left(core);',
    replace: '',
  },
  {
    sentence: 'a refused state stays where its renewal fails',
    find: 'if (!held)\n        forgetRefused(core);',
    replace: '',
  },
  {
    sentence: 'a state is announced before it is there',
    find: 'core.held = held;\n    isNew',
    replace: 'announce(core);\n    core.held = held;\n    isNew',
  },
  {
    sentence: 'a change is not announced',
    find: 'write(core, held);\n    announce(core);',
    replace: 'write(core, held);',
  },
  {
    sentence: 'the record holds more than it should',
    find: 'Object.assign({ version }, record)',
    replace: "Object.assign({ version, by: 'us' }, record)",
  },
  {
    sentence: 'a fault of storage goes through to the caller',
    find: "emit(core, { type: 'storage-failed', operation, error });",
    replace: 'throw error;',
  },
  {
    sentence: 'a token may be anything',
    find: '!token.test(state.token)',
    replace: '!state.token',
  },
  {
    sentence: 'a nested sessionKey stays',
    find: 'if (!/^session(_k|K)ey$/.test(name))',
    replace: "if (name !== 'session_key')",
  },
  {
    sentence: 'a session_key is not reported',
    find: "emit(core, { type: 'session-key-exposed' });",
    replace: '',
  },
  {
    sentence: 'setState() leaves the login under way alone',
    find: 'const waiters = close(core);\n    tell(core, waiters, take(core, state));',
    replace: 'take(core, state);',
  },
  {
    sentence: 'setState() does not end a logout',
    find: 'core.loggedOut = false;',
    replace: '',
  },
  {
    sentence: 'ensureSessionKey() does not ask',
    find: 'if (held && held === before)',
    replace: 'if (!core)',
  },
  {
    sentence: 'ensureSessionKey() does not listen',
    find: 'checked(true), checked(false)',
    replace: 'checked(true), checked(true)',
  },
  {
    sentence: 'a logout leaves the login under way alone',
    find: 'const waiters = close(core);\n    leave(core);',
    replace: 'const waiters = [];\n    leave(core);',
  },
  {
    sentence: 'who waits at a logout is not told',
    find: 'tell(core, waiters, undefined, loggedOut());',
    replace: '',
  },
  {
    sentence: 'a logout is forgotten',
    find: 'core.loggedOut = true;',
    replace: '',
  },
  {
    sentence: 'a logout is not stored',
    find: 'write(core, { loggedOut });',
    replace: '',
  },
  {
    sentence: 'what is rejected after a logout is renewed',
    find: 'if (required && left)',
    replace: 'if (!core)',
  },
  {
    sentence: 'a late rejection costs a login',
    find: 'if (!isNewest(core, held))\n        return true;',
    replace: '',
  },
  {
    sentence: 'a replay is replayed',
    find: 'if (replay || !reject(',
    replace: 'if (!reject(',
  },
  {
    sentence: 'there is no quiet time after a refused replay',
    find: 'elapsed(core.refusedReplayAt) < core.cooldown',
    replace: '!core',
  },
  {
    sentence: 'login() does not end the quiet time',
    find: 'core.refusedReplayAt = -Infinity;',
    replace: '',
  },
  {
    sentence: 'a network failure is retried',
    find: "failWith(new AuthError('REQUEST_FAILED', name, said));",
    replace: "said.errno ? send(held, stateHeader, rejected) : failWith(new AuthError('REQUEST_FAILED', name, said));",
  },
  {
    sentence: 'an optional call waits for a login',
    find: 'if (required)\n            acquire(core, go);',
    replace: 'if (core)\n            acquire(core, go);',
  },
  {
    sentence: 'an optional call does not forget a refused state',
    find: 'if (!renew)\n        forgetRefused(core);',
    replace: '',
  },
  {
    sentence: 'an optional call that was rejected goes out once more with a state after a logout',
    find: 'attempt(true, left);',
    replace: 'attempt(true);',
  },
  {
    sentence: 'a call waits a turn though there is a state',
    find: 'if (ready)\n        return done(ready);',
    replace: 'if (ready)\n        return void Promise.resolve().then(() => done(ready));',
  },
  {
    sentence: 'an authorize that throws goes unnoticed',
    find: "return fail(new AuthError('REQUEST_FAILED', `${name}, authorize`, cause));",
    replace: '',
  },
  {
    sentence: 'an aborted call is sent',
    find: 'if (settled)\n            return;\n        let over = false;',
    replace: 'let over = false;',
  },
  {
    sentence: 'wx is not told of an abort',
    find: '{ errMsg: `${api}:fail abort` }));\n        stop();',
    replace: '{ errMsg: `${api}:fail abort` }));',
  },
  {
    sentence: 'chunks of a rejected attempt are delivered',
    find: 'if (name === chunk && waiting)',
    replace: 'if (!name)',
  },
  {
    sentence: 'a call is replayed though a chunk was delivered',
    find: ') || unrepeatable)',
    replace: ')) ',
  },
  {
    sentence: 'the last chunks are lost',
    find: 'if (accepted)\n                release();',
    replace: '',
  },
  {
    sentence: 'the state goes wherever a call goes',
    find: '&& isTrusted(core, options.url)',
    replace: '',
  },
  {
    sentence: 'an origin may go on after its name',
    find: '(?=[/?#]|$)/;',
    replace: '/;',
  },
  {
    sentence: 'an odd // is a path',
    find: '|^\\/[/\\\\]|',
    replace: '|',
  },
  {
    sentence: 'a header goes out twice where its case differs',
    find: 'names.indexOf(name.toLowerCase()) < 0',
    replace: 'names.indexOf(name) < 0',
  },
  {
    sentence: "the state is written into the caller's header",
    find: 'const merged = {};',
    replace: 'const merged = header;',
  },
  {
    sentence: "the caller's options are changed",
    find: 'const options = Object.assign({}, given);',
    replace: 'const options = given;',
  },
  {
    sentence: 'a header that the caller changes later goes out',
    find: 'if (options.header)\n        options.header = Object.assign({}, options.header);',
    replace: '',
  },
  {
    sentence: 'the option login reaches wx',
    find: 'delete options.login;',
    replace: '',
  },
  {
    sentence: 'complete comes first',
    find: 'notify(callback, result);\n        notify(complete, result);',
    replace: 'notify(complete, result);\n        notify(callback, result);',
  },
  {
    sentence: 'fail is called without complete',
    find: 'notify(complete, result);',
    replace: 'if (!failed)\n            notify(complete, result);',
  },
  {
    sentence: 'wx is heard twice',
    find: 'if (settled)\n            return;\n        settled = true;\n        settle(value || {});',
    replace: 'settle(value || {});',
  },
  {
    sentence: 'a listener that throws stops the rest',
    find: 'console.error(error);',
    replace: 'throw error;',
  },
  {
    sentence: 'the file of a rejected download is handed out',
    find: "rejected(api === 'downloadFile' ? { statusCode, header, errMsg } : response,",
    replace: 'rejected(response,',
  },
  {
    sentence: 'the answer to an upload is not read',
    find: "api === 'request' ? data : parsed(data)",
    replace: 'data',
  },
  {
    sentence: 'an error tells the state',
    find: "new AuthError('REJECTED', name, undefined, response)",
    replace: "new AuthError('REJECTED', JSON.stringify(header), undefined, response)",
  },
  {
    sentence: 'the event of a rejection tells the query',
    find: '`${url}`.split(/[?#]/)[0]',
    replace: 'url',
  },
  {
    sentence: 'a replay is not told from a first attempt',
    find: "{ type: 'rejected', replay }",
    replace: "{ type: 'rejected', replay: false }",
  },
  {
    sentence: 'rejected() returns',
    find: "refuse(0);\n                throw new AuthError('REJECTED', name);",
    replace: 'refuse(0);',
  },
  {
    sentence: 'timers are left',
    find: 'for (const cancel of pending.cancels)\n        cancel();',
    replace: '',
  },
  {
    sentence: 'a rejection is unhandled where there are callbacks',
    find: 'if (fail || complete)\n        task.then(undefined, () => { });',
    replace: '',
  },
  {
    sentence: 'the promise of a platform is left alone',
    find: "if (task && typeof task.then === 'function')\n            task.then(undefined, () => { });",
    replace: '',
  },
]
