import { Router } from 'express'
import { lineOf } from '../cases/lists.ts'
import { admissionOf } from '../companies/admission.ts'
import { agreementWaits } from '../companies/queries.ts'
import { asActor } from '../db/actor.ts'
import { actorOf, only } from '../web/guards.ts'
import { render } from '../web/views.ts'
import { listInbox } from './queries.ts'

export const inbox = Router()

inbox.get('/', only('installer', 'owner'), async (req, res) => {
  const actor = actorOf(req)
  const { t } = res.locals
  const page = await asActor(actor, async (tx) => ({
    groups: (await listInbox(tx, actor)).map(({ title, empty, rows, count }) => ({
      title: t(title),
      empty: t(empty),
      count,
      lines: rows.map((row) => lineOf(row, actor, tx.now, t)),
    })),
    notOpenYet: actor.side === 'owner' && actor.isAdmin && (await admissionOf(tx, actor)) === 'closed',
    agreementWaits: actor.side === 'installer' && actor.isAdmin && (await agreementWaits(tx, actor)),
  }))
  await render(res, 'inbox/index', { title: t('Inkorg'), side: actor.side, ...page })
})
