import { lineOf } from '../cases/caseLines.ts'
import { agreementWaits } from '../companies/queries.ts'
import { asActor } from '../db/actor.ts'
import { choosable, plainHeads } from '../lists/columnHeads.ts'
import { flash } from '../web/flash.ts'
import { ownerSideOf, partyOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { absence } from './absence.ts'
import { firstSteps } from './firstSteps.ts'
import { listInbox, nextCase } from './queries.ts'

/** What waits for a person, and a network owner's way from one decision to the next. */
export const inbox = routes('/inbox', { right: 'decide' })

inbox.get('/', { for: 'party', support: true }, async (req, res) => {
  const actor = partyOf(req)
  const { t } = res.locals
  const page = await asActor(actor, async (tx) => ({
    groups: (await listInbox(tx, actor))
      .filter(({ count, quiet }) => count > 0 || !quiet)
      .map(({ title, empty, rows, count, later }) => ({
        title: t(title),
        empty: t(empty),
        count,
        lines: rows.map((row) => lineOf(row, actor, tx.now, t)),
        ...(later && { later }),
      })),
    steps: await firstSteps(tx, actor),
    agreementWaits: actor.side === 'installer' && actor.isAdmin && (await agreementWaits(tx, actor)),
  }))
  await render(res, 'inbox/index', {
    title: t('Inkorg'),
    side: actor.side,
    columns: choosable(plainHeads(actor.side, t), actor, t),
    ...page,
  })
})

/** From one decision to the next: /inbox/next?after=NEL-2027-000124 */
inbox.get('/next', { for: 'owner' }, async (req, res) => {
  const after = typeof req.query['after'] === 'string' ? req.query['after'].slice(0, 40).toWellFormed() : ''
  const actor = ownerSideOf(req)
  const next = await asActor(actor, (tx) => nextCase(tx, actor, after.replaceAll('\u0000', '')))
  if (next === null) flash(res, 'info', 'Inget mer väntar på dig.')
  res.redirect(303, next === null ? '/inbox' : `/cases/${next}`)
})

inbox.use(absence)
