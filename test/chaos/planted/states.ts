import type { Planted } from './planted'

/** Of the login state: its time, storage, adoption, setState(), logout(). */
export const states: Planted[] = [
  {
    sentence: 'a refused state counts as usable',
    find: 'if (!held.state || held.rejected)',
    replace: 'if (!held.state)',
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
    sentence: 'a state from storage is not adopted',
    find: 'held.rejected = true;\n    adopt(core);',
    replace: 'held.rejected = true;',
  },
  {
    sentence: 'a state from storage is adopted though it was refused here',
    find: 'if (mark && isNew(core, mark))',
    replace: 'if (mark)',
  },
  {
    sentence: 'a logout that lies in storage does not count',
    find: 'record.version !== 1)',
    replace: 'record.version !== 1 || record.loggedOut)',
  },
  {
    sentence: 'a refused state stays where its renewal fails',
    find: 'if (!held)\n        forgetRejected(core);',
    replace: '',
  },
  {
    sentence: 'listeners are told the state that was before',
    find: 'notify(listener, current(core).state);',
    replace: 'notify(listener, before.state);',
  },
  {
    sentence: 'a change is not announced',
    find: 'notify(listener, current(core).state);',
    replace: ';',
  },
  {
    sentence: 'the record holds more than it should',
    find: 'Object.assign({ version: 1 }, held)',
    replace: "Object.assign({ version: 1, by: 'us' }, held)",
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
    find: 'finish(core, undefined, () => take(core, state));',
    replace: 'take(core, state);',
  },
  {
    sentence: 'ensureSessionKey() does not ask',
    find: 'if (held && held === before)',
    replace: 'if (!core)',
  },
  {
    sentence: 'ensureSessionKey() does not listen',
    find: 'failed ? undefined : usable(core)',
    replace: 'usable(core)',
  },
  {
    sentence: 'a logout leaves the login under way alone',
    find: 'finish(core, undefined, () => leave(core))',
    replace: 'leave(core)',
  },
  {
    sentence: 'who waits at a logout is not told',
    find: 'if (core.logouts !== logouts)\n            done(undefined, loggedOut());\n        else\n            done(held, error);',
    replace: 'if (core.logouts === logouts)\n            done(held, error);',
  },
  {
    sentence: 'after a logout the next call logs in',
    find: 'held.loggedOut ? loggedOut() : cooling(core)',
    replace: 'cooling(core)',
  },
  {
    sentence: 'a logout is not stored',
    find: '{ loggedOut: Date.now() }, true)',
    replace: '{ loggedOut: Date.now() })',
  },
  {
    sentence: 'what is rejected after a logout is renewed',
    find: 'if (required && left)',
    replace: 'if (!core)',
  },
]
