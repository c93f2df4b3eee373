import { z } from 'zod'
import type { Actor } from '../db/actor.ts'
import { statuses, STATUSES } from '../domain/workflow/status.ts'
import { NotFound } from '../web/errors.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { FLOWS, stationsOf } from './flows.ts'
import { searchHelp } from './search.ts'
import { meaningOf } from './statuses.ts'
import { topicLink, topicNames, topicOf, TOPICS, topicsFor, type TopicName } from './topics.ts'
import type { TopicLink } from './views.ts'

/** /help: how everything is done, for those who have an account and those who think of getting one. */
export const help = routes('/help', { for: 'anyone', support: true })

const Query = z.object({ q: z.string().max(200).catch('') })

help.get('/', {}, async (req, res) => {
  const { t, lang } = res.locals
  const { q } = Query.parse(req.query)
  const tables: TopicLink[] = [
    {
      href: '/help/flows',
      title: t('Ärendets gång'),
      lead: t('De tre flödena från utkast till arkiv.'),
      icon: 'arrow-right',
    },
    {
      href: '/help/statuses',
      title: t('Statusar'),
      lead: t('Vad varje status betyder och vems tur det är.'),
      icon: 'clock',
    },
    ...(req.actor
      ? [{ href: '/symbols', title: t('Symboler'), lead: t('Vad tecknen i listorna betyder.'), icon: 'help' }]
      : []),
  ]
  const parts = {
    installer: { title: t('För installatörer'), topics: topicsFor(lang, 'installer') },
    owner: { title: t('För nätbolag'), topics: topicsFor(lang, 'owner') },
  }
  await render(res, 'help/index', {
    title: t('Hjälp'),
    q,
    hits: q.trim() === '' ? null : searchHelp(lang, q),
    groups: [
      ...sidesFirst(req.actor).map((side) => parts[side]),
      { title: t('För alla'), topics: [...tables, ...topicsFor(lang, 'everybody')] },
    ],
  })
})

/** One's own side first. */
function sidesFirst(actor: Actor | null): ('installer' | 'owner')[] {
  return actor?.side === 'owner' ? ['owner', 'installer'] : ['installer', 'owner']
}

help.get('/flows', {}, async (_req, res) => {
  const { t } = res.locals
  await render(res, 'help/flows', {
    title: t('Ärendets gång'),
    flows: FLOWS.map(({ flow, title, lead }) => ({
      id: flow,
      title: t(title),
      lead: t(lead),
      stations: stationsOf(flow, t),
    })),
  })
})

help.get('/statuses', {}, async (_req, res) => {
  const { t } = res.locals
  const turns = { installer: t('Hos installatören'), owner: t('Hos nätbolaget') }
  await render(res, 'help/statuses', {
    title: t('Statusar'),
    statuses: statuses.map((status) => {
      const { label, tint, icon, turn } = STATUSES[status]
      return {
        label: t(label),
        tint,
        icon,
        turn: turn === null || status === 'closed' ? '' : turns[turn],
        text: t(meaningOf(status)),
      }
    }),
  })
})

help.get('/:topic', {}, async (req, res) => {
  const name = topicNames.find((each) => each === req.params.topic)
  if (!name) throw new NotFound()
  const { lang } = res.locals
  const { title, lead, blocks } = topicOf(lang, name)
  await render(res, 'help/topic', {
    title,
    lead,
    blocks,
    contents: blocks.filter((block) => block.kind === 'heading'),
    next: nextOf(name).map((each) => topicLink(lang, each)),
  })
})

/** The two that follow for the same reader. */
function nextOf(name: TopicName): TopicName[] {
  const same = topicNames.filter((each) => TOPICS[each].for === TOPICS[name].for)
  const at = same.indexOf(name)
  return same.slice(at + 1, at + 3)
}
