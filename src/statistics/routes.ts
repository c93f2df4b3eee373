import type { Request } from 'express'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { MEDIA } from '../lists/exportColumns.ts'
import { ownerSideOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { addressFor, choiceOf, listFor, readChoices, wantedOf } from './choice.ts'
import { countDecisions } from './decisions.ts'
import { linesOf, toCsv, toExcel } from './export.ts'
import { monthlyPicture, monthName, rejectionPicture, timesPicture, type Drawing } from './pictures.ts'
import { countLoad } from './people.ts'
import { countInflow, countNow, countOverdue, countQueue, reasonWords } from './queries.ts'
import { loadBy, reasonsOf, rejectedBy, timesBy } from './tables.ts'
import { measureTimes } from './times.ts'
import { RETURNED, WAITING } from '../domain/workflow/status.ts'

/** /owner/statistics: inflow, handling times and rejections, for everyone at the network owner who may read cases. */
export const statistics = routes('/owner/statistics', { for: 'owner', right: 'read' })

async function read(actor: OwnerActor, query: Request['query']) {
  const choice = choiceOf(query)
  const count = async (tx: Tx) => {
    const wanted = wantedOf(choice, tx.now)
    return {
      choice,
      range: wanted.range,
      options: await readChoices(tx, choice),
      now: await countNow(tx, wanted),
      inflow: await countInflow(tx, wanted),
      queue: await countQueue(tx, wanted),
      times: await measureTimes(tx, wanted),
      decided: await countDecisions(tx, wanted),
      overdue: await countOverdue(tx, wanted),
      load: await countLoad(tx, wanted),
      reasons: await reasonWords(tx),
    }
  }
  return asActor(actor, count, { kind: 'long' })
}

statistics.get('/', { support: true }, async (req, res) => {
  const { t, lang } = res.locals
  const { choice, range, options, now, inflow, queue, times, decided, overdue, load, reasons } = await read(
    ownerSideOf(req),
    req.query,
  )
  const drawing: Drawing = { t, lang, months: range.months }
  const words = (code: string) => t(reasons.get(code) ?? code)
  const list = (more: Record<string, string[]>) => listFor(choice, options, more)
  await render(res, 'statistics/index', {
    title: t('Statistik'),
    choice: { ...choice, until: range.months.at(-1)! },
    options: { ...options, untils: options.untils.map((value) => ({ value, label: monthName(value, lang) })) },
    isEmpty: [inflow, decided, times, overdue].every((rows) => rows.length === 0) && queue.every(({ n }) => n === 0),
    now: [
      { n: now.waiting, label: t('Väntar på er'), href: list({ status: [...WAITING] }) },
      { n: now.late, label: t('Försenade'), href: list({ turn: ['late'] }) },
      { n: now.held, label: t('I väntläge'), href: list({ turn: ['held'] }) },
      {
        n: now.returned,
        label: t('Avvisade, hos installatören'),
        href: list({ status: [...RETURNED] }),
      },
    ],
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
    timesByType: timesBy('type', times, choice, t),
    timesByJob: timesBy('job', times, choice, t),
    byCompany: rejectedBy('company', decided, choice, words, t),
    byJob: rejectedBy('job', decided, choice, words, t),
    reasons: reasonsOf(decided, words),
    overdue: overdue.map((row) => ({ ...row, type: t(row.type), href: list({ turn: ['late'], type: [row.type] }) })),
    people: loadBy('person', load, list, t),
    teams: loadBy('team', load, list, t),
    csvHref: addressFor(choice, {}, '/owner/statistics/export.csv'),
    excelHref: addressFor(choice, {}, '/owner/statistics/export.xlsx'),
    clearHref: addressFor(choice, { company: null }),
  })
})

for (const format of ['csv', 'xlsx'] as const) {
  statistics.get(`/export.${format}`, {}, async (req, res) => {
    const found = await read(ownerSideOf(req), req.query)
    const { months } = found.range
    const lines = linesOf(res.locals.t, found)
    res
      .attachment(`statistik-${months[0]!}-${months.at(-1)!}.${format}`)
      .type(MEDIA[format])
      .send(format === 'csv' ? toCsv(lines) : await toExcel(lines))
  })
}
