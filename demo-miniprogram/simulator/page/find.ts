export function find<Found extends HTMLElement = HTMLElement>(id: string): Found {
  return document.getElementById(id) as Found
}
