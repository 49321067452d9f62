import { parseArgs } from 'node:util'
import { compare } from './compare'
import { mix } from './mix'

/** What one process of the server does on this machine, and that it does it right. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '10' },
      each: { type: 'string', default: '4' },
      connections: { type: 'string', default: '50' },
    },
  })
  const [seconds, each, connections] = [Number(values.seconds), Number(values.each), Number(values.connections)]
  if (!(seconds >= 3 && each >= 1 && connections >= 1)) {
    throw new Error('--seconds must be 3 or more, --each 1 or more, --connections 1 or more.')
  }
  const problems = [...(await mix(seconds, connections)), ...(await compare(each, connections))]
  for (const problem of problems) console.error(`FAILED: ${problem}`)
  if (problems.length) process.exitCode = 1
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
