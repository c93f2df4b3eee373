import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { support } from '../support/operator.ts'
import { operatorOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { agreements } from './agreements.ts'
import { companies } from './companies.ts'
import { listOperatorEvents } from './events.ts'
import { readHealth } from './health.ts'
import { mails } from './mails.ts'
import { owners } from './owners.ts'
import { queue } from './queue.ts'

/** Who runs the platform: adds network owners, watches health, mends what stands still; sees no case. */
export const operator = routes('/operator', { for: 'operator' })

operator.get('/', {}, async (req, res) => {
  const health = await readHealth(operatorOf(req))
  await render(res, 'operator/health', { title: res.locals.t('Översikt'), health })
})

operator.use(owners, agreements, mails, queue, companies, support)

operator.get('/log', {}, async (req, res) => {
  const { before } = z.object({ before: longId().nullable().catch(null) }).parse(req.query)
  const page = await asActor(operatorOf(req), (tx) => listOperatorEvents(tx, { before }))
  await render(res, 'operator/log', { title: res.locals.t('Driftlogg'), ...page })
})
