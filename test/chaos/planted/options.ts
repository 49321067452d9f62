// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how the built file reads

import type { Planted } from './planted'

/** Of what is sent and told, and of platforms that misbehave. */
export const options: Planted[] = [
  {
    sentence: 'the state goes wherever a call goes',
    find: '&& isTrusted(core.origins, options.url)',
    replace: '',
  },
  {
    sentence: 'the origin of a URL ends before its user-info or port',
    find: '[^/?#]+/.exec(',
    replace: '[^/?#@:]+/.exec(',
  },
  {
    sentence: 'an odd // is a path',
    find: '|\\/[/\\\\])|',
    replace: ')|',
  },
  {
    sentence: 'a header goes out twice where its case differs',
    find: 'key.toLowerCase() === name.toLowerCase()',
    replace: 'key === name',
  },
  {
    sentence: 'the state stays in the header of a bare replay',
    find: 'const merged = Object.assign({}, header);',
    replace: 'const merged = header || {};',
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
    replace: 'if (callback !== fail)\n            notify(complete, result);',
  },
  {
    sentence: 'wx is heard twice',
    find: 'if (settled)\n            return;\n        settled = true;\n        settle(value || {});',
    replace: 'settle(value || {});',
  },
  {
    sentence: 'a listener that throws stops the rest',
    find: 'say(error);',
    replace: 'throw error;',
  },
  {
    sentence: 'the file of a rejected download is handed out',
    find: "rejected(api === 'downloadFile' ? { statusCode, header, errMsg } : response,",
    replace: 'rejected(response,',
  },
  {
    sentence: 'the answer to an upload is not read',
    find: 'data = JSON.parse(data);',
    replace: ';',
  },
  {
    sentence: 'an error tells the state',
    find: "new AuthError('REJECTED', name, undefined, response)",
    replace: "new AuthError('REJECTED', JSON.stringify(header), undefined, response)",
  },
  {
    sentence: 'the event of a rejection tells the query',
    find: 'const [url] = `${options.url}`.split(/[?#]/);',
    replace: 'const { url } = options;',
  },
  {
    sentence: 'a replay is not told from a first attempt',
    find: "{ type: 'rejected', replay }",
    replace: "{ type: 'rejected', replay: false }",
  },
  {
    sentence: 'rejected() returns',
    find: "throw new AuthError('REJECTED', 'withLogin');",
    replace: '',
  },
  {
    sentence: 'timers are left',
    find: 'clearTimeout(pending.timer);',
    replace: '',
  },
  {
    sentence: 'a rejection is unhandled where there are callbacks',
    find: 'if (fail || complete)\n        task.catch(() => { });',
    replace: '',
  },
  {
    sentence: 'the promise of a platform is left alone',
    find: "if (task && typeof task.then === 'function')\n            task.then(undefined, () => { });",
    replace: '',
  },
]
