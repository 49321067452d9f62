/** Says in the phone why the mini-program does not run. */
export function showFailure(sentence: string): void {
  const element = document.body.appendChild(document.createElement('p'))
  element.className = 'failure'
  element.role = 'alert'
  element.textContent = sentence
}
