import type { Response } from 'express'
import { localDate, workdaysBetween } from '../domain/calendar/workdays.ts'
import { CasePath } from '../cases/workflow/forms.ts'
import { perform } from '../cases/workflow/perform.ts'
import { getCase } from '../cases/workflow/queries.ts'
import { statusTag } from '../cases/statusTag.ts'
import { markChanges } from '../cases/symbols/symbols.ts'
import { asActor, type OwnerActor } from '../db/actor.ts'
import { insertNote } from '../notes/queries.ts'
import { Conflict, Invalid } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { ownerSideOf } from '../web/guards.ts'
import type { Translate } from '../language/i18n.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import { routes, type Room } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { maskTexts } from '../text/mask.ts'
import { QUEUES, type Queue, type PartOf, type Step } from './flows.ts'
import { ListQuery, StepForm } from '../work-orders/forms.ts'
import { network } from './network.ts'
import { listWork, type Place, type WorkRow } from '../work-orders/lists.ts'
import type { Views } from '../web/pages.ts'
import type { WorkLine } from '../work-orders/views.ts'

/** The same page over two sub-flows. */
export const preparation = worklist(QUEUES.preparation).use(network)
export const service = worklist(QUEUES.service)

function worklist(flow: Queue): Room {
  const room = routes(flow.base, { for: 'owner', right: flow.right, proof: 'marks of cases' })
  room.get('/', {}, async (req, res) => {
    const { part, after } = ListQuery.parse(req.query)
    await showList(res, ownerSideOf(req), flow, part, after)
  })

  room.post('/:ref', {}, async (req, res) => {
    const actor = ownerSideOf(req)
    const { ref } = CasePath.parse(req.params)
    const read = StepForm.safeParse(req.body)
    if (!read.success) throw new Invalid('Sidan är för gammal. Ladda om den och försök igen.')
    const { _version: version, to, result } = read.data
    const done: { step: Step; number: string }[] = []
    const location = await asActor(actor, (tx) =>
      once(tx, actor, keyOf(req), async () => {
        const kase = await getCase(tx, ref)
        const step = stepsOf(flow, kase).find((each) => each.to === to)
        if (!step) throw new Conflict('Ärendet har redan ändrats sedan du öppnade det.')
        const changes = markChanges(kase, step.marks)
        await perform(tx, actor, ref, 'mark', { version, marks: step.marks, details: { changes } })
        if (step.asks && result !== '') {
          await insertNote(tx, actor, kase, { subject: res.locals.t(step.asks), body: result, audience: 'owner' })
        }
        done.push({ step, number: kase.ref })
        return flow.base
      }),
    )
    for (const { step, number } of done) flash(res, 'success', step.done, { number })
    res.redirect(303, location)
  })
  return room
}

/** What can be done now: the steps of the part in which the case stands. */
function stepsOf(flow: Queue, kase: { preparation: string | null; customer_service: string | null }): Step[] {
  const state = flow.since === 'preparation_since' ? kase.preparation : kase.customer_service
  // Done and not documented: the third part of beredning.
  const id = flow.since === 'preparation_since' && state === 'done' ? 'undocumented' : state
  return flow.parts.find((part) => part.id === id)?.steps ?? []
}

async function showList(res: Response, actor: OwnerActor, flow: Queue, wanted: string | null, after: Place | null) {
  const { t } = res.locals
  const one = flow.parts.find(({ id }) => id === wanted)
  const parts = await asActor(actor, async (tx) => {
    const today = localDate(tx.now)
    const shown: Views['queues/list']['parts'] = []
    for (const part of one ? [one] : flow.parts) {
      const { rows, next, count } = await listWork(tx, flow, part, one ? after : null)
      const more = next && `${flow.base}?${new URLSearchParams({ part: part.id, after: next }).toString()}`
      const lines = rows.map((row) => lineOf(row, part, today, t))
      shown.push({ id: part.id, title: t(part.title), empty: t(part.empty), count, lines, more })
    }
    return shown
  })
  const { base, title, lead } = flow
  await render(res, 'queues/list', { title: t(title), base, lead: t(lead), parts, only: one !== undefined })
}

function lineOf(row: WorkRow, part: PartOf, today: string, t: Translate): WorkLine {
  const days = workdaysBetween(localDate(row.since), today)
  return {
    ...maskTexts(row),
    tag: statusTag(row, t),
    waited: days === 0 ? t('Väntat mindre än en vardag') : t('Väntat {n} vardag|Väntat {n} vardagar', { n: days }),
    late: row.due_on !== null && row.due_on < today,
    who: part.id === 'ongoing' ? row.prepared_by : null,
    network: part.id === 'ongoing' && row.flow === 'F' && row.status === 'submitted',
    key: newKey(),
    steps: part.steps.map(({ to, label, icon, asks }) => ({
      to,
      label: t(label),
      icon,
      asks: asks ? t(asks) : null,
    })),
  }
}
