import { Router, type Request } from 'express'
import { z } from 'zod'
import { asActor, type OwnerActor } from '../db/actor.ts'
import { only, ownerSideOf } from '../web/guards.ts'
import type { Translate } from '../web/i18n.ts'
import { render } from '../web/views.ts'
import { countDecisions, type Decided } from './decisions.ts'
import { toCsv } from './export.ts'
import { monthlyPicture, rejectionPicture, shareOf, timesPicture, type Drawing } from './pictures.ts'
import { countInflow, countOverdue, countQueue, listTypes, measureTimes, reasonWords, type Wanted } from './queries.ts'
import { rangeOf } from './range.ts'
import type { RejectionLine } from './views.ts'

/** What comes in, how long it lies with whom, what goes back: /owner/statistics, for all of the network owner's people. */
export const statistics = Router()

statistics.use(only('owner'))

const Query = z.object({
  months: z.enum(['3', '6', '12']).catch('6').transform(Number),
  type: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .catch(null),
})

async function read(actor: OwnerActor, query: Request['query']) {
  const { months, type } = Query.parse(query)
  return asActor(actor, async (tx) => {
    const wanted: Wanted = { range: rangeOf(tx.now, months), type }
    return {
      months,
      type,
      wanted,
      types: await listTypes(tx),
      inflow: await countInflow(tx, wanted),
      queue: await countQueue(tx, wanted),
      times: await measureTimes(tx, wanted),
      decided: await countDecisions(tx, wanted),
      overdue: await countOverdue(tx, wanted),
      reasons: await reasonWords(tx),
    }
  })
}

statistics.get('/', async (req, res) => {
  const found = await read(ownerSideOf(req), req.query)
  const { t, lang } = res.locals
  const { months, type, types, inflow, queue, times, decided, overdue, reasons } = found
  const drawing: Drawing = { t, lang, months: found.wanted.range.months }
  const words = (code: string) => t(reasons.get(code) ?? code)
  const all = decided.find(isAll)
  await render(res, 'statistics/index', {
    title: t('Statistik'),
    months,
    type: type ?? '',
    types: types.map(({ code, name }) => ({ code, name: t(name) })),
    isEmpty: [inflow, decided, times, overdue].every((rows) => rows.length === 0) && queue.every(({ n }) => n === 0),
    inflow: monthlyPicture(drawing, inflow, {
      id: 'inflow',
      title: t('Inflöde'),
      help: t('Nya ärenden per månad, räknade den dag de först skickades.'),
      unit: t('ärenden'),
    }),
    queue: monthlyPicture(drawing, queue, {
      id: 'queue',
      title: t('Kö'),
      help: t('Ärenden som väntade på er vid månadens slut, och nu.'),
      unit: t('ärenden'),
    }),
    times: timesPicture(drawing, times),
    rejections: rejectionPicture(drawing, decided),
    timesByType: times.filter((row) => row.type !== null).map((row) => ({ ...row, type: t(row.type!) })),
    byCompany: linesOf(decided, 'company', words, t),
    byJob: linesOf(decided, 'job', words, t),
    reasons: Object.entries(all?.reasons ?? {})
      .sort(([, a], [, b]) => b - a)
      .map(([code, n]) => ({ text: words(code), n, share: Math.round((100 * n) / Math.max(1, all!.rejected)) })),
    overdue: overdue.map((row) => ({ ...row, type: t(row.type) })),
    exportHref: `/owner/statistics/export.csv?${new URLSearchParams({ months: String(months), ...(type && { type }) }).toString()}`,
  })
})

statistics.get('/export.csv', async (req, res) => {
  const found = await read(ownerSideOf(req), req.query)
  const { months } = found.wanted.range
  res
    .attachment(`statistik-${months[0]!}-${months.at(-1)!}.csv`)
    .type('text/csv')
    .send(toCsv(res.locals.t, found))
})

function isAll({ month, company, job }: Decided): boolean {
  return month === null && company === null && job === null
}

const MOST = 20

/** Those with most decisions first; the file has them all. */
function linesOf(
  decided: Decided[],
  by: 'company' | 'job',
  words: (code: string) => string,
  t: Translate,
): RejectionLine[] {
  return decided
    .flatMap((row) => {
      const name = row[by]
      const [top] = Object.entries(row.reasons).sort(([, a], [, b]) => b - a)
      return name === null
        ? []
        : [
            {
              name: by === 'job' ? t(name) : name,
              n: row.n,
              rejected: row.rejected,
              share: shareOf(row),
              reason: top ? words(top[0]) : '',
            },
          ]
    })
    .slice(0, MOST)
}
