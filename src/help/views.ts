import type { Page } from '../web/pages.ts'

/** A piece of a line. `label`: the name of something on the screen; `link`: to a page of ours. */
export type Span = { kind: 'text' | 'strong' | 'label'; text: string } | { kind: 'link'; text: string; href: string }

export type Block =
  | { kind: 'heading'; id: string; text: string }
  | { kind: 'text'; spans: Span[] }
  | { kind: 'list'; ordered: boolean; items: Span[][] }
  | { kind: 'picture'; file: string; alt: string; width: number; height: number }

export interface TopicLink {
  href: string
  title: string
  lead: string
  icon: string
}

/** A station of a flow, who has the case there, what leads on, and what may send it back. */
export interface Station {
  label: string
  turn: string
  tint: string
  icon: string
  /** Moves that lead to the next station, by their buttons. */
  on: string[]
  /** Statuses that a case can be sent back to from here, with how it comes again. */
  back: { label: string; icon: string; by: string; again: string }[]
}

declare module '../web/pages.ts' {
  interface Views {
    'help/index': Page & {
      q: string
      hits: { href: string; title: string; place: string; text: string }[] | null
      groups: { title: string; topics: TopicLink[] }[]
    }
    'help/topic': Page & { lead: Span[]; blocks: Block[]; contents: { id: string; text: string }[]; next: TopicLink[] }
    'help/flows': Page & { flows: { id: string; title: string; lead: string; stations: Station[] }[] }
    'help/statuses': Page & { statuses: { label: string; tint: string; icon: string; turn: string; text: string }[] }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'help/_spans': { spans: Span[] }
    'help/_topics': { topics: TopicLink[] }
  }
}
