import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

// jsdom's, of which these tests need no more.
declare const document: { body: any; createElement(name: string): any }

const miniProgram = join(__dirname, '../../demo-miniprogram/miniprogram')

/** Renders a page or a component of the demo with miniprogram-simulate, anew, in an app that has just started. */
export function render(path: string, properties: object = {}): any {
  const file = join(miniProgram, path)
  // A component that is loaded a second time renders empty otherwise; and the demo has one Auth for each start.
  jest.resetModules()
  const simulate = require('miniprogram-simulate')
  let definition = {}
  // In place of its own, which takes only what it loads itself.
  Object.assign(globalThis, {
    Page(page: object) {
      definition = asComponent(page)
    },
    Component(component: object) {
      definition = component
    },
  })
  require(file)
  const template = readTemplate(`${file}.wxml`)
  const rendered = simulate.render(simulate.load({ ...definition, template }), properties)
  rendered.attach(document.body.appendChild(document.createElement('div')))
  return rendered
}

/** miniprogram-simulate renders components: a page is made one, with `onLoad` where it has come onto the screen. */
function asComponent({ data, onLoad, ...methods }: Record<string, any>): object {
  return { data, methods, attached: onLoad }
}

/** With what it includes in its place, for miniprogram-simulate leaves that out. */
function readTemplate(file: string): string {
  return readFileSync(file, 'utf8').replace(/<include src="(.+)" \/>/g, (_, src) =>
    readTemplate(join(dirname(file), src)),
  )
}
