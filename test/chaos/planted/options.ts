// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how the built file reads

import type { Planted } from './planted'

/** Of what is sent and told, and of platforms that misbehave. */
export const options: Planted[] = [
  {
    sentence: 'the state goes wherever a call goes',
    find: "login !== 'none' && trusted",
    replace: "login !== 'none'",
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
    find: 'notify(error ? fail : success, error || response);\n            notify(complete, error || response);',
    replace: 'notify(complete, error || response);\n            notify(error ? fail : success, error || response);',
  },
  {
    sentence: 'fail is called without complete',
    find: 'notify(complete, error || response);',
    replace: 'if (!error || !fail)\n                notify(complete, error || response);',
  },
  {
    sentence: 'wx is heard twice',
    find: 'settle = undefined;',
    replace: '',
  },
  {
    sentence: 'a listener that throws stops the rest',
    find: 'say(error);',
    replace: 'throw error;',
  },
  {
    sentence: 'the file of a rejected download is handed out',
    find: "rejected(api === 'downloadFile' ? { statusCode, header, errMsg } : answer,",
    replace: 'rejected(answer,',
  },
  {
    sentence: 'the answer to an upload is not read',
    find: 'data = JSON.parse(data);',
    replace: ';',
  },
  {
    sentence: 'an error tells the state',
    find: "new AuthError('REJECTED', nameOf(api, url), undefined, response)",
    replace: "new AuthError('REJECTED', JSON.stringify(sent), undefined, response)",
  },
  {
    sentence: 'the event of a rejection tells the query',
    find: 'url: url && placeOf(url), replay',
    replace: 'url, replay',
  },
  {
    sentence: 'a replay is not told from a first attempt',
    find: 'url: url && placeOf(url), replay',
    replace: 'url: url && placeOf(url), replay: false',
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
