import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { Busy } from '../db/shares.ts'
import { CasePath } from '../cases/workflow/forms.ts'
import { getCase } from '../cases/workflow/queries.ts'
import { partyOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { follow, followersNow, isLive, streamsOf, unfollow, type Follower } from './hub.ts'
import { newestEvent } from './queries.ts'

/** What an open page follows: server-sent events, and what it looks up by itself. Neither keeps a session alive. */
export const live = routes('/live', { for: 'party', right: 'read' })

/** A line that says nothing is closed by proxies, most after a minute. In milliseconds, as all here. */
const HEARTBEAT = 25_000
/** Then the browser asks again, and whether it may is asked again too. */
const LIFE = 240_000
/** Sockets are shared with pages (web/httpServer.ts). */
const MOST = 800
const MOST_OF_A_SESSION = 4

const Since = z.coerce.number().int().nonnegative()

live.get('/', {}, (req, res) => {
  const actor = partyOf(req)
  // EventSource asks no more after 204: there is nothing to follow.
  if (!isLive()) {
    res.status(204).end()
    return
  }
  const session = req.session!.id
  const open = streamsOf(session)
  if (followersNow() >= MOST) throw new Busy()
  if (open.length >= MOST_OF_A_SESSION) open[0]!.end()

  res.set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    // no-transform: compression would keep back what is told until it has enough.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  // The name of each message is the time: a browser that comes back sends the last one it knows.
  const say = (event: string, data: unknown) =>
    res.write(`event: ${event}\nid: ${Date.now()}\ndata: ${JSON.stringify(data)}\n\n`)
  const follower: Follower = {
    actor,
    session,
    tell: ({ ref, event, arrived, actor: by }) => say('news', { ref, event, arrived, mine: by === actor.userId }),
    missed: () => say('missed', null),
    end: () => res.end(),
  }
  const heartbeat = setInterval(() => res.write(`id: ${Date.now()}\n\n`), HEARTBEAT)
  const life = setTimeout(() => res.end(), LIFE * (0.8 + Math.random() / 5))
  res.once('close', () => {
    clearInterval(heartbeat)
    clearTimeout(life)
    unfollow(follower)
  })
  res.write('retry: 2000\n\n')
  say('inbox', { waiting: badge(req.session!.inbox), person: res.locals.person })
  follow(follower, sinceWhen(req.get('last-event-id') ?? req.query['since']))
})

/** How many cases wait, and with ?ref= the newest line of that case's log that the reader may read. */
live.get('/state', {}, async (req, res) => {
  const actor = partyOf(req)
  const { ref } = CasePath.partial().parse(req.query)
  const event = ref === undefined ? null : await asActor(actor, async (tx) => newestEvent(tx, await getCase(tx, ref)))
  res.json({ waiting: badge(req.session!.inbox), person: res.locals.person, event })
})

/** From when on a browser wants to know, in our time: the last message it had, else when its page was asked for. */
function sinceWhen(said: unknown): number {
  const time = Since.safeParse(said)
  return time.success ? time.data : 0
}

/** As the menu says it (views/partials/menu.ejs). */
const badge = (waiting: number): string => (waiting > 99 ? '99+' : String(waiting))
