import type { Planted } from './planted'

/** Of the login state: its time, storage, adoption, setState(), logout(). */
export const states: Planted[] = [
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
]
