import type { OwnerActor, Tx } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import type { Form, Views } from '../web/pages.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import type { Content } from './content.ts'
import type { Input, Inputs, Values } from './inputs.ts'

// What a part of the draft says of itself: its pages, what differs in it in words, what is wrong in it. The pages are made
// by draftPage.ts and collection.ts, compare.ts and check.ts read the rest. All words are Swedish sentences, keys of t().

export const BASE = '/owner/configuration'

/** One thing that differs, in words. */
export interface Difference {
  place: string
  what: string
  from: string
  to: string
}
/** The same in many places. */
export interface GatheredDifference extends Omit<Difference, 'place'> {
  places: string[]
}
export type SayDifference = (place: string, what: string, from: string, to: string) => void

/** What is wrong in a draft. An error keeps it from being published, a warning is something to look at once more. */
export interface Problem {
  severity: 'error' | 'warning'
  place: string
  text: string
  /** Where it is put right, below /owner/configuration. */
  href: string
}
export type SayProblem = (severity: Problem['severity'], text: string, href?: string, place?: string) => void

interface Checked {
  /** Where it is, in differences and problems, and its address below /owner/configuration. */
  place: string
  path: string
  check?: (content: Content, say: SayProblem, t: Translate) => void
}

/** A form: what each of its values is called, and how it is said. */
export interface FormPart extends Checked {
  said: [what: string, tell: (content: Content, t: Translate) => string][]
}

/** A list of things with a code each: what one is called, and what is said of it. */
export interface ListPart<T extends { code: string }> extends Checked {
  of: (content: Content) => T[]
  name: (each: T) => string
  said: [what: string, tell: (each: T, t: Translate) => string][]
}

export interface Tag {
  label: string
  tint: 'neutral' | 'green' | 'amber' | 'red' | 'blue' | 'violet'
}

export interface ListRow {
  id: string
  title: string
  sub: string
  tags: Tag[]
  href: string
  /** Posted as hide or show. */
  toggle: { name: 'hide' | 'show'; label: string } | null
  movable: boolean
  /** Among which it is moved, where a group holds several lists. */
  list?: string
  /** What differs from the standard, in words. */
  differs?: string[]
}

export interface ListGroup {
  title: string
  /** Posted like a row's, where groups can be moved. */
  id: string | null
  href: string | null
  sub: string
  rows: ListRow[]
  /** How many of its rows differ from the standard. */
  changed?: number
}

/** What stands in the address of a page. */
export type Path = Record<'job' | 'field' | 'section' | 'slot' | 'code', string>

/** What a page may look at besides what it is of. */
export interface Around {
  content: Content
  t: Translate
  today: string
}

/** A file that comes with a form: what it may be, and what it was kept as. */
export interface Upload {
  maxSize: number
  read: (file: ReceivedFile) => Promise<{ type: string } | { problem: string }>
  /** The input that its error stands at. */
  input: string
}
export interface Kept {
  file: number
  name: string
}

/** A page that changes one thing of the draft by one form. */
export interface DraftPage<X, I extends Inputs> {
  /** What it is of, as the draft has it when the page is shown, and when it is written. @throws NotFound */
  of: (content: Content, path: Path) => X
  inputs: (of: X, around: Around) => I
  /** May be read while giving support. */
  support?: true
  /** What two who write at once must not overwrite; all of it, where this is left out. */
  stamped?: (of: X) => unknown
  title: (of: X, t: Translate) => string
  intro?: (of: X, t: Translate) => string
  back?: (of: X, t: Translate) => { href: string; label: string }
  notes?: (of: X, around: Around, actor: OwnerActor) => string[] | Promise<string[]>
  links?: (of: X, t: Translate) => { href: string; label: string; icon: string }[]
  known: (of: X, around: Around) => Partial<Values<I>>
  /** Errors that only the draft, or the database, can tell. */
  problems?: (data: Values<I>, of: X, around: Around) => Form['errors'] | null
  claim?: (tx: Tx, actor: OwnerActor, data: Values<I>) => Promise<Form['errors'] | null>
  write: (of: X, data: Values<I>, content: Content, kept: Kept | null) => void
  /** Where one goes on from here. */
  to: (path: Path, data?: Values<I>) => string
  /** Posts to the same address with /remove. */
  removal?: (of: X) => { label: string; text: string; remove: (content: Content, body: Form['values']) => void } | null
  upload?: Upload
  /** The file as the page asks for it. */
  file?: (of: X, t: Translate) => Views['configuration/form']['file']
  lacksFile?: (of: X) => string | null
}

/** A list of things with a code each, its page and the page of one. */
export interface Collection<T extends { code: string }, I extends Inputs> extends ListPart<T> {
  words: { list?: string; intro: string; add: string; empty: string; emptyText?: string; remove: string; icon: string }
  row: (each: T, around: Around) => Pick<ListRow, 'sub' | 'tags'>
  /** Moved by hand, or in an order of its own. */
  order: 'by hand' | 'as kept' | ((a: T, b: T) => number)
  /** How a new one gets its code: by itself, typed, or in `put`. */
  code?: ((taken: ReadonlySet<string>) => string) | Input<string>
  inputs: (around: Around) => I
  /** What a new one begins with. */
  fresh?: (around: Around) => Partial<Values<I>>
  title: (each: T, t: Translate) => string
  intro?: (each: T | null, t: Translate) => string
  notes?: (each: T | null, t: Translate) => string[]
  /** A code that only the database knows to be taken. */
  claim?: (tx: Tx, actor: OwnerActor, code: string) => Promise<Form['errors'] | null>
  problems?: (data: Values<I>) => Form['errors'] | null
  /** Where it is not kept just as it is read. */
  put?: (content: Content, each: T | null, said: Values<I> & Partial<Kept>) => void
  links?: (t: Translate) => Views['configuration/list']['links']
  linksOfOne?: (each: T, t: Translate) => { href: string; label: string; icon: string }[]
  upload?: Upload
  file?: (each: T | null, t: Translate) => Views['configuration/form']['file']
  lacksFile?: (each: T | null) => string | null
}

/** So that T and I are inferred from what is declared. */
export const declared = <T extends { code: string }, I extends Inputs>(what: Collection<T, I>): Collection<T, I> => what

/** A part that is one form, its page below its own address. */
export type Single<X, I extends Inputs> = FormPart & Omit<DraftPage<X, I>, 'to'>
export const single = <X, I extends Inputs>(what: Single<X, I>): Single<X, I> => what

/** The next of a row of codes that nobody chooses: T1, T2 … */
export function numbered(letter: string): (taken: ReadonlySet<string>) => string {
  return (taken) => {
    for (let n = 1; ; n += 1) if (!taken.has(`${letter}${n}`)) return `${letter}${n}`
  }
}
