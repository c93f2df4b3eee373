import { Router } from 'express'
import { asActor } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { render } from '../web/views.ts'
import { readContent } from './page.ts'
import { BASE } from './part.ts'
import { lastSent, shadowOf } from './trialRun.ts'

/** What a rule of the draft would have done with the last notices: /auto/:code/shadow?n=100 */
export const shadow = Router({ mergeParams: true })

const MOST = [50, 100, 500]

type Path = { code: string }

shadow.get<Path>('/', async (req, res) => {
  const { actor, content, bar } = await readContent(req, res)
  const { t } = res.locals
  const rule = content.rules.auto.find(({ code }) => code === req.params.code)
  if (!rule) throw new NotFound()
  const most = MOST.find((each) => String(each) === req.query['n']) ?? 100
  const sent = await asActor(actor, (tx) => lastSent(tx, actor.ownerId, rule.jobs, most), { kind: 'long' })
  await render(res, 'configuration/shadow', {
    title: t('Provkörning: {name}', { name: rule.name }),
    back: { href: `${BASE}/auto/${rule.code}`, label: rule.name },
    bar,
    name: rule.name,
    most,
    ...shadowOf(rule, sent, t),
  })
})
