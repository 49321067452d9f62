/** What the package promises, rule by rule. A run ends at the moment at which one is broken. */
export const rules = {
  // Logging in
  'one login at a time': 'However many callers wait, one wx.login and one exchange are under way at a time.',
  'fresh codes': 'Each exchange has a code that wx.login has just given, and no code is ever sent twice.',
  'dropped logins': 'A login that has timed out, or was dropped by logout() or setState(), is not heard any more.',
  attempts: 'A login makes at most three attempts, and another one only after what can pass.',
  'waits between attempts': 'About 0.5 s and 1.5 s pass between attempts, or what Retry-After says if that is longer.',
  cooldown: 'During the cooldown after a failed login nothing logs in by itself.',
  'no needless login': 'Nothing logs in while there is a usable state, nor for a call that does not need one.',
  'one error': 'A failed login fails all who wait with its one error, and so do automatic logins in the cooldown.',
  'own login': 'login() gives a state that came after it; login(extra) one whose exchange carried this extra.',
  'single-page mode': 'In single-page mode wx.login is not called: LOGIN_UNAVAILABLE, after 0 attempts.',
  // Waiting
  'waits end': 'Whoever waits, waits for something, and within loginTimeout it ends.',
  'new states are used': 'A new state is used at least once by those who waited for it.',
  'early renewal': 'A state that is about to expire is renewed first, and used where that fails while it still lives.',
  expiry: 'A state is not sent once its time is over.',
  'session key': 'ensureSessionKey() resolves after wx.checkSession said that it lives, or after a new state came.',
  // Requests
  'at most twice': 'Nothing is sent more than twice.',
  'network failures': 'What failed in the network is not sent again: the server may have acted.',
  'refused states': 'A state that the server is known to have refused is not sent again.',
  'newest state': 'What is sent carries the newest state.',
  'one replay': 'Only a rejection is acted on: by one replay, but for the quiet time after a refused replay.',
  'true outcomes': 'A call ends as its last attempt did, whatever the HTTP status.',
  'same tick': 'With a usable state, and for calls that need none, wx is called in the same tick.',
  'optional calls': 'An optional call neither waits nor logs in, and goes out bare where there is no state to send.',
  'trusted origins': 'The login state goes to the trusted origins only, and there a required call carries it.',
  payload: 'What is sent is what the caller gave, and a replay is the same but for the headers of the state.',
  'options untouched': "The caller's options stay as they were.",
  callbacks: 'success or fail is called once, then complete once, with what the promise settles with.',
  abort: 'abort() ends a call at once, at every moment; wx is told, and nothing of it is sent any more.',
  chunks: 'The chunks of the accepted attempt arrive, each once and in order; those of a rejected one never do.',
  files: 'The file of a rejected download is never handed out.',
  // The state
  'logged out': 'After a logout nothing is sent, stored or announced under a login state until login() or setState().',
  'logout at once': 'Who waits at a logout is told LOGGED_OUT in the same turn.',
  'set states':
    'setState() is in force at once and ends a logout; with an invalid state it throws and changes nothing.',
  'known state': 'auth.state is the newest state: unexpired, and no refused one but while that is renewed.',
  announcements: 'onChange is told of every change, once it is in force.',
  adoption: 'A state that another copy of the package stored is adopted without a login, unless it was refused here.',
  storage: 'Storage gets the documented record, before a waiter goes on, and nothing else.',
  'silent creation': 'createAuth calls no wx API and starts no timer.',
  // Always
  events: 'onEvent is told of each login, failed login, rejection and storage fault, once.',
  'exposed session_key': 'A session_key in an answer or a state set by hand is reported once, and kept nowhere.',
  secrets: 'No token, code, session_key or answer is in an error, an event or a console line.',
  'nothing thrown': 'No call throws but setState(), and what a callback throws hurts nobody else.',
  'nothing left': 'No timer is left when nothing is pending.',
  'nothing unhandled': 'No rejection is unhandled but that of a promise that the caller got and left.',
  recovery: 'When the faults are over, the next request succeeds, with one login at most.',
} as const

export type Rule = keyof typeof rules

/** The first rule that was broken, and how. */
export interface Breach {
  rule: Rule
  detail: string
  /** What the run had met by then: `a listener of rejected` that reacted, `a clock set back`. */
  met: string[]
}
