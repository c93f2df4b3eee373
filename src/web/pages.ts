import type { Actor } from '../db/actor.ts'
import type { Field } from '../domain/forms/definition.ts'
import type { Format } from '../language/format.ts'

/** What every view has besides its own data. */
export interface Shared {
  /** The Swedish sentence is the key; {names} are filled from params. */
  t: (sentence: string, params?: Record<string, string | number>) => string
  lang: 'sv' | 'en'
  /** Dates, times, numbers, sizes in Swedish form, Europe/Stockholm. */
  fmt: Format
  /** A company's number as it is read; the personal number of an enskild firma without its last four digits. */
  companyNumber: (value: string) => string
  actor: Actor | null
  /** The path being shown, for aria-current in the menus. */
  path: string
  flash: { tone: 'success' | 'info' | 'error'; text: string; undo: FlashUndo | null } | null
  /** Cases waiting for this person, bounded: 0 … 100 (100 reads '99+'). */
  inboxCount: number
  demo: boolean
  /** Where help about a page of ours is. */
  helpAt: (path: string, actor: Actor | null) => string
  /** May the reader open this address? Menus show only what they may. */
  may: (path: string, method?: string) => boolean
  /**
   * `<a <%- locals.hrefTo('/cases') %>>`: the attribute href. Without it, a link is its text: for who gives support, where the
   * page is shut to them (a button that leads there is not shown, public/css/base.css).
   */
  hrefTo: (href: string) => string
  /** `<button<%= locals.shut %>>` in a form that writes: for who gives support nothing can be pressed. */
  shut: '' | ' disabled'
  /** Content-hashed address of a file in public/. */
  asset: (file: string) => string
  /** Marks whose page this is, in each of its forms (web/kept.ts); '' for nobody's. */
  person: string
  /** When the page was asked for, in milliseconds: what has happened since is told to it (src/live). */
  began: number
  /** How much text a form of this page may hold (web/limits.ts); 0 where nobody is signed in. */
  room: number
  /** What a field offers while one writes in it (Field.suggest). */
  suggestions: Record<NonNullable<Field['suggest']>, readonly string[]>
  title: string
}

/** A decision that was just made, and how many seconds are left to take it back. */
export interface FlashUndo {
  href: string
  key: string
  seconds: number
}

/** What was typed, by input name, and what was wrong with it. Nothing typed is ever lost on the way back. */
export interface Form {
  values: Record<string, string | string[]>
  errors: Record<string, string>
  /** What was read and looks odd, by input: it stops nothing. */
  warnings?: Record<string, string>
  /** What somebody has said of what stands there, by input. */
  remarks?: Record<string, string>
}

export interface Page {
  title: string
}

export interface WithForm extends Page {
  form: Form
  /** One-time key, posted as _key: a double click or reload finds where the first one led. */
  key: string
}

/** Every page and what it needs: each feature adds its own in its views.ts (interface merging). */
export interface Views {
  error: Page & {
    status: number
    message: string
    requestId: string | null
    link: { href: string; label: string } | null
  }
}
