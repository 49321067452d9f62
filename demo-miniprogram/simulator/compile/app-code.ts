/**
 * Wraps code so that every name which it does not declare is looked up in `scope`, where there is no `window`. `with` is the
 * only construct that catches all names, also those that a list of browser globals would forget.
 */
export function wrapAppCode(parameters: string[], code: string): string {
  return `function (scope) { with (scope) { return function (${parameters}) { 'use strict'; ${code}\n} } }`
}
