import type { Response } from 'express'
import { REFERENCE } from '../domain/caseReference.ts'
import { z } from 'zod'
import type { BulkOutcome } from '../db/columnTypes.ts'
import { asActor } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import type { FlatBody } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { BULK, readCases, type BulkDeed } from './actions.ts'
import { beginReport, casesOf, getReport } from './report.ts'
import { carryOut, shown, tryOut, type Chosen } from './run.ts'
import { takeBackTogether } from './undo.ts'
import { readWish } from './wish.ts'

/** Many cases chosen in a list, one thing done to all. It is shown before it is done, and told of afterwards. */
export const bulk = routes('/bulk', { for: 'owner', right: 'decide', proof: 'cases' })

/** As many as one reads through before saying yes. */
const MOST_CASES = 200

const several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()))

const Posted = z.object({
  deed: z.enum(Object.keys(BULK) as BulkDeed[]),
  /** 'NEL-2027-000124', or with the version it was shown in: 'NEL-2027-000124:7'. */
  ref: several.transform((refs) => [...new Set(refs)].flatMap(chosenOf)),
  back: z
    .string()
    .max(2000)
    .regex(/^\/(inbox|cases|cases\/mine|archive)(\?\S*)?$/)
    .catch('/inbox'),
})

const CHOSEN = new RegExp(String.raw`^(${REFERENCE})(?::(.+))?$`)

function chosenOf(text: string): Chosen[] {
  const [, ref, written] = CHOSEN.exec(text) ?? []
  if (ref === undefined) return []
  if (written === undefined) return [{ ref }]
  const version = id().safeParse(written).data
  return version === undefined ? [] : [{ ref, version }]
}

/** First what to do with them, if that has to be said; then what will happen with each. */
bulk.post('/', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const { deed, ref: chosen, back } = Posted.parse(req.body)
  if (chosen.length === 0 || chosen.length > MOST_CASES) {
    chooseFirst(res, back)
    return
  }
  const { wish, fields, carried, form } = await readWish(actor, deed, req.body as FlatBody, t)
  const outcomes = wish && (await tryOut(actor, chosen, wish, t))
  if (Object.keys(form.errors).length > 0) res.status(422)
  await render(res, 'bulk/ask', {
    title: t(BULK[deed].label),
    deed,
    back,
    refs: chosen.map(({ ref }) => ref),
    chosen: outcomes ? outcomes.map(({ ref, version }) => `${ref}:${version}`) : [],
    count: chosen.length,
    fields,
    carried,
    form,
    outcomes,
    key: newKey(),
  })
})

bulk.post('/do', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { deed, ref, back } = Posted.parse(req.body)
  const chosen = ref.slice(0, MOST_CASES)
  const { wish } = await readWish(actor, deed, req.body as FlatBody, res.locals.t)
  if (!wish) {
    chooseFirst(res, back)
    return
  }
  const batch = newKey()
  const begun: { is?: true } = {}
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      const { size: total } = await readCases(
        tx,
        chosen.map(({ ref: each }) => each),
      )
      await beginReport(tx, actor, { id: batch, deed, back, total })
      begun.is = true
      return `/bulk/${batch}`
    }),
  )
  if (begun.is) await carryOut(actor, chosen, wish, batch, res.locals.t)
  res.redirect(303, location)
})

// A page that was posted to is asked for when it is reloaded from the history.
for (const own of ['/', '/do'] as const) bulk.get(own, {}, (_req, res) => chooseFirst(res, '/inbox'))

function chooseFirst(res: Response, back: string): void {
  flash(res, 'error', 'Välj 1–{n} ärenden i listan.', { n: MOST_CASES })
  res.redirect(303, back)
}

const ReportPath = z.object({ id: z.string().regex(/^[\w-]{24}$/) })

/** What happened with each, for as long as the report is kept. */
bulk.get('/:id', {}, async (req, res) => {
  const { id: batch } = ReportPath.parse(req.params)
  const { report, cases, now } = await asActor(ownerSideOf(req), async (tx) => {
    const found = await getReport(tx, batch)
    return { report: found, cases: await casesOf(tx, found.outcomes), now: tx.now }
  })
  const inWords = (kept: BulkOutcome[]) =>
    kept.flatMap((each) => {
      const kase = cases.get(each.id)
      return kase ? [shown(kase, each)] : []
    })
  const left = Math.ceil((report.until.getTime() - now.getTime()) / 1000)
  await render(res, 'bulk/done', {
    title: res.locals.t(BULK[report.deed].label),
    id: batch,
    back: report.back,
    total: report.total,
    outcomes: inWords(report.outcomes),
    undone: report.undone && inWords(report.undone),
    seconds: left > 0 && report.undone === null ? left : null,
  })
})

bulk.post('/:id/undo', {}, async (req, res) => {
  const { id: batch } = ReportPath.parse(req.params)
  await takeBackTogether(ownerSideOf(req), batch, res.locals.t)
  res.redirect(303, `/bulk/${batch}`)
})
bulk.get('/:id/undo', {}, (req, res) => {
  res.redirect(303, `/bulk/${ReportPath.parse(req.params).id}`)
})
