import type { DrawnRow } from '../../miniprogram/sequence/drawing'

/** Those that were opened, so that a row that changes stays open. */
const opened = new Set<number>()

/** A row of the drawing: a button that opens what travelled, and below it those who wait. */
export function rowElement(row: DrawnRow): HTMLLIElement {
  const details = make('div', 'details', ...row.details.map((detail) => make('p', '', detail)))
  details.id = `details-${row.id}`

  const caption = make('span', 'caption', make('span', 'caption-text', row.caption))
  const track = make('span', 'track', caption, ...row.arrows.map(() => make('span', 'arrow')))
  const offset = make('span', 'offset', String(row.at))
  const button = make('button', 'call', make('span', 'spoken', row.spoken), offset, track)
  button.type = 'button'
  for (const drawn of [offset, track]) drawn.ariaHidden = 'true'
  button.setAttribute('aria-controls', details.id)
  button.style.paddingTop = `${row.space / 2}px`

  const show = (isOpen: boolean) => {
    details.hidden = !isOpen
    button.ariaExpanded = String(isOpen)
    if (isOpen) opened.add(row.id)
    else opened.delete(row.id)
  }
  show(opened.has(row.id))
  button.addEventListener('click', () => show(details.hidden === true))

  const below = make('div', 'below')
  if (row.waitingBefore > 0) button.prepend(make('span', 'waiting'))
  if (row.waiting > 0) below.append(make('span', 'waiting'))
  if (row.waits !== '') below.append(make('span', 'waits', row.waits))
  below.append(details)
  return make('li', `row ${row.kind} ${row.from}-${row.to}`, button, below)
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...content: (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  element.className = className
  element.append(...content)
  return element
}
