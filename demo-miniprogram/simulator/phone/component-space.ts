import type * as glassEasel from 'glass-easel'
import { type CodeSpace, MiniProgramEnv, type Root } from 'glass-easel-miniprogram-adapter'
import type { Manifest } from '../common/manifest'
import { PhoneBackend } from './backend'
import { defineBuiltInComponents } from './built-in-components'

/** Compiled WXML, by its path. */
export type Templates = Record<string, glassEasel.template.ComponentTemplate['content']>

type Construct = (definition: object) => void

/** Pages and components, under glass-easel and its adapter to the API of mini-programs. */
export interface Components {
  /** The `Page`, `Component` and `Behavior` that app code calls while `path` is being loaded. */
  constructors(path: string): { Page: Construct; Component: Construct; Behavior: unknown }
  /** Did Page() or Component() register something for this path? */
  has(path: string): boolean
  createRoot(url: string): Root
}

export function createComponents(manifest: Manifest, templates: Templates): Components {
  const env = new MiniProgramEnv()
  const backend = env.associateBackend(new PhoneBackend())
  const codeSpace = env.createCodeSpace('', true)
  const space = codeSpace.getComponentSpace()
  space.updateComponentOptions({ writeIdToDOM: true })
  defineBuiltInComponents(space)
  keepIds(codeSpace)
  codeSpace.setOverallBehavior(readyOnceAttached(space))
  for (const [path, { config, scope }] of Object.entries(manifest.parts)) {
    codeSpace.addComponentStaticConfig(path, config as Parameters<CodeSpace['addComponentStaticConfig']>[1])
    // Without a URL: the styles are in the document already.
    codeSpace.addStyleSheet(path, undefined, scope)
    const content = templates[path]
    if (content)
      codeSpace.addCompiledTemplate(path, { groupList: templates, content, fallbackListenerOnNativeNode: true })
  }
  return {
    constructors: (path) => codeSpace.componentEnv(path, (constructors) => constructors as never),
    has: (path) => space.getComponentByUrlWithoutDefault(path, '') !== null,
    createRoot: (url) => backend.createRoot('page', codeSpace, url),
  }
}

/** The adapter puts a prefix before each id, and `#id` in WXSS would find nothing. */
function keepIds(codeSpace: CodeSpace): void {
  const adapter = codeSpace as CodeSpace & {
    prepareComponentOptions(...parameters: unknown[]): [glassEasel.ComponentOptions, unknown]
  }
  const prepare = adapter.prepareComponentOptions
  adapter.prepareComponentOptions = (...parameters) => {
    const [options, styleIsolation] = prepare.apply(adapter, parameters)
    return [{ ...options, idPrefixGenerator: null }, styleIsolation]
  }
}

/** glass-easel leaves it to its host to say when a component is `ready`. */
function readyOnceAttached(space: glassEasel.ComponentSpace): glassEasel.GeneralBehavior {
  return space.defineBehavior({
    lifetimes: {
      attached(this: { _$: glassEasel.GeneralComponent }) {
        queueMicrotask(() => this._$.triggerLifetime('ready', []))
      },
    },
  }) as unknown as glassEasel.GeneralBehavior
}
