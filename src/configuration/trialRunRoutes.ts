import { asActor } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { render } from '../web/views.ts'
import { draftRoom } from './draftRoom.ts'
import { readContent } from './page.ts'
import { BASE } from './part.ts'
import { lastSent, shadowOf } from './trialRun.ts'

/** What a rule of the draft would have done with the last notices: /auto/:code/shadow?n=100 */
export const shadow = draftRoom('/auto/:code/shadow')

const MOST = [50, 100, 500]

shadow.get('/', {}, async (req, res) => {
  const { actor, content, bar } = await readContent(req, res)
  const { t } = res.locals
  // In the room's address: Express's types read the page's own path alone.
  const { code: asked } = req.params as { code: string }
  const rule = content.rules.auto.find(({ code }) => code === asked)
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
