import { gzipped, kB } from '../published/bundle'
import { type Contender, names, versions } from './contenders'
import { table, whole } from './format'
import type { Figures } from './limits'
import type { ColdStart } from './measure/cold-start'
import { crowds, outcomeOf, storms } from './measure/storms'
import * as tables from './tables'

const [, callers] = crowds

/** What the READMEs repeat: the figures by which one chooses. */
function inShort(contenders: Contender[], { gzip, warm, coldStarts, outcomes }: Figures): string {
  const withLogin = contenders.filter(({ name }) => name !== names.bare)
  return table(
    ['', 'size', 'storage reads', 'first answer', 'logins', 'answered', 'told'],
    withLogin.map(({ name, bundle }) => {
      const { expired } = coldStarts.find((start) => start.name === name) as ColdStart
      const [rejected, refused] = [storms.late, storms.failing].map((storm) =>
        outcomeOf(outcomes, storm, name, callers),
      )
      return [
        name,
        // As `npm run sizes` writes it.
        name === names.ours ? `<!-- size -->${kB(gzip)}` : kB(gzipped(bundle)),
        whole(warm.reads.get(name) as number),
        `${whole(expired.elapsed)} ms`,
        ...[rejected?.login, rejected?.answered, refused?.failed].map((count) => whole(count as number)),
      ]
    }),
  )
}

export const resultsOf = (contenders: Contender[], figures: Figures): string => `# What it costs, and what others cost

Written by \`npm run bench\`, on Node ${process.versions.node}:
${versions().join(', ')}.

All do the same job: they log in, keep the token, send it along, and on a 401 log in once and replay. Each is set up as
its own documents say ([contenders](contenders)), on one phone that weighs next to nothing and before one server
([phone](phone)). Microseconds are of one processor, and worth comparing within this file only; they are medians of
rounds in which all take turns.

## In short

Storage reads of a request that finds the login state in memory; milliseconds to the first answer where the login state
has expired; of ${whole(callers)} requests at once, all rejected and half of them late, the logins and the answers; of
${whole(callers)} at once where the login fails, those that are told.

<!-- bench -->

${inShort(contenders, figures)}
## What must hold

${tables.limits(figures)}
## Size

Of an app that does this job and nothing else. The package alone has ${whole(figures.gzip)} bytes with gzip.

${tables.sizes(contenders)}
## Loading

Parsed, and run once.

${tables.loading(figures)}
## A request

The login state is in memory. Bytes are what is allocated meanwhile, by the phone, too.

${tables.requests(figures)}
## The first answer after a start

In the time of the phone: a login takes 300 ms, a round trip 100, a call of storage 1. The login state is missing, cached,
or expired, which the server has said in advance.

${tables.coldStarts(figures)}
## Storms

So many requests at once: logins · exchanges · requests that reached the server · how it ended. A dash: not tried, for it
takes minutes.
${Object.values(storms)
  .map((storm) => `\n### ${storm.name}\n\n${tables.storm(storm, figures)}`)
  .join('')}`
