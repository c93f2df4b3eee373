import { asActor, type Tx } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import { NotFound } from '../web/errors.ts'
import type { Room } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { acceptTrial, lastCompleted } from './acceptTrial.ts'
import type { Content } from './content.ts'
import { draftRoom } from './draftRoom.ts'
import { readContent } from './page.ts'
import { BASE } from './part.ts'
import { lastSent, shadowOf } from './trialRun.ts'

const MOST = [50, 100, 500]

/** What a rule of the draft would have done with the last notices: /auto/:code/shadow?n=100 */
export const shadow = trial(
  'auto',
  ({ rules }) => rules.auto,
  async (tx, owner, rule, most, t) => shadowOf(rule, await lastSent(tx, owner, rule.jobs, most), t),
)

/** The same for färdiganmälningar. */
export const acceptShadow = trial(
  'accept',
  ({ rules }) => rules.accept,
  async (tx, owner, rule, most, t) => acceptTrial(rule, await lastCompleted(tx, owner, rule.jobs, most), t),
)

function trial<R extends { code: string; name: string }>(
  path: 'auto' | 'accept',
  of: (content: Content) => R[],
  run: (tx: Tx, ownerId: number, rule: R, most: number, t: Translate) => Promise<ReturnType<typeof shadowOf>>,
): Room {
  return draftRoom(`/${path}/:code/shadow`).get('/', {}, async (req, res) => {
    const { actor, content, bar } = await readContent(req, res)
    const { t } = res.locals
    // In the room's address: Express's types read the page's own path alone.
    const { code: asked } = req.params as { code: string }
    const rule = of(content).find(({ code }) => code === asked)
    if (!rule) throw new NotFound()
    const most = MOST.find((each) => String(each) === req.query['n']) ?? 100
    await render(res, 'configuration/shadow', {
      title: t('Provkörning: {name}', { name: rule.name }),
      back: { href: `${BASE}/${path}/${rule.code}`, label: rule.name },
      bar,
      name: rule.name,
      most,
      of: path === 'auto' ? 'notice' : 'completion',
      fourEyes: content.rules.fourEyes,
      ...(await asActor(actor, (tx) => run(tx, actor.ownerId, rule, most, t), { kind: 'long' })),
    })
  })
}
