import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Options, parse } from 'acorn'

/** 5, or the year. */
type Edition = NonNullable<Options['ecmaVersion']>

const editions: Edition[] = [5, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022]

/** Why this is no script of that edition of the language, with line and column; undefined where it is one. */
function objectionOf(source: string, edition: Edition): string | undefined {
  try {
    parse(source, { ecmaVersion: edition, sourceType: 'script' })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** What in the scripts of a folder is beyond an edition of the language, and where. */
export function beyond(edition: Edition, folder: string): string[] {
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
  if (scripts.length === 0) throw new Error(`There is no script in ${folder}`)
  return scripts.flatMap((file) => {
    const objection = objectionOf(readFileSync(join(folder, file), 'utf8'), edition)
    return objection === undefined ? [] : [`${file}: ${objection}`]
  })
}

/** The first edition of the language that has all that is in a script, such as ES2017. */
export function editionOf(file: string): string {
  const source = readFileSync(file, 'utf8')
  const edition = editions.find((edition) => objectionOf(source, edition) === undefined)
  return edition === undefined ? 'beyond ES2022' : `ES${edition}`
}
