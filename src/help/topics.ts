import type { Actor } from '../db/actor.ts'
import type { Language } from '../language/i18n.ts'
import { readTopic, textOfSpans, type Topic } from './read.ts'
import type { TopicLink } from './views.ts'

type Reader = 'installer' | 'owner' | 'everybody'

/** The pages of help in their order; the text of each is help/<language>/<name>.md. */
export const TOPICS = {
  'getting-started': { for: 'installer', icon: 'bolt' },
  send: { for: 'installer', icon: 'send' },
  correct: { for: 'installer', icon: 'return' },
  complete: { for: 'installer', icon: 'check-circle' },
  block: { for: 'installer', icon: 'layers' },
  attachments: { for: 'installer', icon: 'file' },
  company: { for: 'installer', icon: 'users' },
  receive: { for: 'owner', icon: 'inbox' },
  decide: { for: 'owner', icon: 'check' },
  orders: { for: 'owner', icon: 'order' },
  configure: { for: 'owner', icon: 'settings' },
  'owner-people': { for: 'owner', icon: 'users' },
  account: { for: 'everybody', icon: 'lock' },
  keyboard: { for: 'everybody', icon: 'columns' },
  accessibility: { for: 'everybody', icon: 'user' },
} as const satisfies Record<string, { for: Reader; icon: string }>
export type TopicName = keyof typeof TOPICS
export const topicNames = Object.keys(TOPICS) as TopicName[]

const texts: Record<Language, Map<TopicName, Topic>> = { sv: readAll('sv'), en: readAll('en') }

function readAll(lang: Language): Map<TopicName, Topic> {
  return new Map(topicNames.map((name) => [name, readTopic(lang, name)]))
}

export function topicOf(lang: Language, name: TopicName): Topic {
  return texts[lang].get(name)!
}

export function topicsFor(lang: Language, reader: Reader): TopicLink[] {
  return topicNames.filter((name) => TOPICS[name].for === reader).map((name) => topicLink(lang, name))
}

export function topicLink(lang: Language, name: TopicName): TopicLink {
  const { title, lead } = topicOf(lang, name)
  return { href: `/help/${name}`, title, lead: textOfSpans(lead), icon: TOPICS[name].icon }
}

/** Which page of help goes with which pages of the program: the first that fits. */
const AT: [address: RegExp, installer: TopicName | 'flows', owner: TopicName | 'flows'][] = [
  [/^\/cases\/new/, 'send', 'receive'],
  [/^\/cases\/[^/]+\/(edit|review)/, 'send', 'receive'],
  [/^\/cases\/[^/]+/, 'flows', 'decide'],
  [/^\/(cases|archive|inbox|search)/, 'send', 'receive'],
  [/^\/owner\/configuration/, 'configure', 'configure'],
  [/^\/owner\/(orders|preparation|service)/, 'orders', 'orders'],
  [/^\/owner\/(users|teams)/, 'owner-people', 'owner-people'],
  [/^\/company/, 'company', 'company'],
  [/^\/register/, 'getting-started', 'getting-started'],
  [/^\/(profile|sign-in)/, 'account', 'account'],
]

/** Where help about this page is; the beginning where none is about it. */
export function helpAt(path: string, actor: Actor | null): string {
  const found = AT.find(([address]) => address.test(path))
  if (!found) return '/help'
  return `/help/${actor?.side === 'owner' ? found[2] : found[1]}`
}
