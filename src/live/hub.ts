import { z } from 'zod'
import type { Actor } from '../db/actor.ts'
import { listen, type Listener } from '../db/listen.ts'
import { log } from '../log.ts'

/** What has happened to a case (sql/triggers/case_events_tell_live.sql), for the sides that may read of it. */
const News = z.object({
  ref: z.string(),
  event: z.number(),
  /** Whose people may know; null: not that side's. */
  owner: z.number().nullable(),
  company: z.number().nullable(),
  actor: z.number().nullable(),
  /** It has come to the network owner for the first time. */
  arrived: z.boolean(),
})
export type News = z.infer<typeof News>
const Payload = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(News)

/** A browser that follows. */
export interface Follower {
  actor: Actor
  session: number
  /** What a case's log says that the reader may read. */
  tell: (news: News) => void
  /** Something may have been missed: look for yourself. */
  missed: () => void
  /** The session has ended, or the process stops. */
  end: () => void
}

const CASE = 'elanmalan_case'
const SESSION = 'elanmalan_session'

/** How long what has happened is kept for those who come back, and how much of it at most. */
const REMEMBERED = 60_000
const MOST_REMEMBERED = 2_000

// This process's own: each process listens for itself, and a browser that comes back may come to another.
const followers = new Set<Follower>()
let recent: { at: number; news: News }[] = []
/** Since when nothing has been missed; null while nothing is heard. */
let hearingSince: number | null = null
let deaf = true

/**
 * Begins to listen. @param url as the web role, or LISTEN_DATABASE_URL where a pooler in transaction mode stands between
 */
export function startLive(url: string): Listener {
  const listener = listen(url, [CASE, SESSION], { heard, state })
  return {
    async stop() {
      for (const follower of followers) follower.end()
      deaf = true
      await listener.stop()
    },
  }
}

/** Whether pages can follow at all: not before the first connection, nor through a pooler that passes nothing on. */
export const isLive = (): boolean => !deaf

export const followersNow = (): number => followers.size

/** @param since in ms: what the follower knows of already; what came later is told at once */
export function follow(follower: Follower, since: number): void {
  followers.add(follower)
  const oldest = recent.length === MOST_REMEMBERED ? recent[0]!.at : Date.now() - REMEMBERED
  if (hearingSince === null || since < hearingSince || since < oldest) follower.missed()
  else for (const { at, news } of recent) if (at >= since && concerns(news, follower.actor)) follower.tell(news)
}

export function unfollow(follower: Follower): void {
  followers.delete(follower)
}

/** How many browsers a session has open here. */
export const streamsOf = (session: number): Follower[] => [...followers].filter((one) => one.session === session)

function state(now: 'listening' | 'gone' | 'deaf'): void {
  if (now === 'listening') {
    deaf = false
    hearingSince = Date.now()
    recent = []
    for (const follower of followers) follower.missed()
    return
  }
  hearingSince = null
  if (now === 'deaf' && !deaf) log.warn('the line for live updates hears nothing: set LISTEN_DATABASE_URL')
  if (now === 'deaf') deaf = true
}

function heard(channel: string, payload: string): void {
  if (channel === SESSION) {
    for (const follower of followers) if (follower.session === Number(payload)) follower.end()
    return
  }
  const { data: news, error } = Payload.safeParse(payload)
  if (error) {
    // Of a newer or older version of the trigger, while one is rolled out.
    log.warn({ err: error }, 'what a case told could not be read')
    return
  }
  const at = Date.now()
  recent = [...recent.filter((one) => one.at > at - REMEMBERED), { at, news }].slice(-MOST_REMEMBERED)
  for (const follower of followers) if (concerns(news, follower.actor)) follower.tell(news)
}

/** As the policies of case_events say it: the trigger has left out the side that may not read the line. */
const concerns = ({ owner, company }: News, actor: Actor): boolean =>
  actor.side === 'owner' ? owner === actor.ownerId : actor.side === 'installer' && company === actor.companyId
