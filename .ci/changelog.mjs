import { readFileSync, writeFileSync } from 'node:fs'

// What stands under "Unreleased" belongs to the new version, from today on. Run by `npm version`; with `--check`, before
// it has changed anything.
const changelog = readFileSync('CHANGELOG.md', 'utf8')
const [, news = ''] = /^## \[Unreleased\]\n(.*?)(?=^## |$(?!\s))/ms.exec(changelog) ?? []

if (!news.trim()) {
  console.error('CHANGELOG.md has nothing under "## [Unreleased]": there is nothing to release.')
  process.exitCode = 1
} else if (!process.argv.includes('--check')) {
  const heading = `## [${process.env.npm_package_version}] - ${new Date().toISOString().slice(0, 10)}`
  writeFileSync('CHANGELOG.md', changelog.replace('## [Unreleased]\n', `## [Unreleased]\n\n${heading}\n`))
  console.log(`CHANGELOG.md has ${heading}.`)
}
