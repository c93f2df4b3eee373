import type { Look } from '../../attachments/look.ts'
import type { AttachmentRow, CaseRow, MailRow, NoteRow, TemplateRow } from '../../db/rowTypes.ts'
import type { AttachmentSlot, Section } from '../../domain/forms/definition.ts'
import type { Mark, ReadSection } from '../../domain/forms/present.ts'
import type { Move } from '../../domain/workflow/status.ts'
import type { Page, WithForm } from '../../web/pages.ts'
import type { OrderLine } from '../../work-orders/views.ts'
import type { ReadyText } from './standardTexts.ts'
import type { StatusTag } from '../statusTag.ts'
import type { Symbol } from '../symbols/views.ts'
import type { Turn } from '../views.ts'

export interface Step {
  label: string
  state: 'done' | 'current' | 'returned' | 'todo'
  /** Small print: a date, 'hos er sedan 2027-02-03, dag 4 av 10'. */
  lines: string[]
}

export interface TimelineItem {
  at: Date
  icon: string
  text: string
  who: string
  comment: string | null
  changes: { label: string; from: string; to: string }[]
  /** Sentences beside it. */
  said: string[]
  /** Only the own side sees it. */
  internal: boolean
}

export interface Button {
  move: Move
  label: string
  icon: string
  /** GET when the move has its own page or panel, else a POST of the move. */
  href: string | null
  primary: boolean
  grave: boolean
  /** Why it cannot be done now; the button is shown disabled with these words. */
  why?: string
}

export interface Removal {
  by: string
  at: Date
  comment: string
  /** Answered with a no; else it waits for an answer. */
  refused: boolean
}

/** Red and first on the page: what must not go on, and why. */
export interface Stop {
  title: string
  text: string
  /** By the network owner, against the installer. */
  grave: boolean
  by: string
  at: Date
  comment: string
}

export interface ToFix {
  comment: string
  by: string
  at: Date
  reasons: string[]
  /** Rejected as the wrong type of job, which cannot be changed: the case is to be copied (T11). */
  wrongType: boolean
  /** Links into the edit page: '#best_telefon', '#file.SIT'; and what is said to be wrong there. */
  fields: { label: string; words: string; href: string }[]
}

/** An attachment as the case page lists it. */
export type ShownFile = AttachmentRow & {
  /** Who attached it, and who said that it holds no longer: with side and company. */
  by: string
  outdatedBy: string | null
  look: Look | null
  /** The reader's own, and nobody has relied on it. */
  mayDelete: boolean
}

export interface CasePage extends WithForm {
  kase: CaseRow
  ownerName: string
  /** Not when an operator has taken it out of use. */
  ownerInUse: boolean
  /** The fuses the owner has, in ampere: what a fuse field offers. */
  ladder: number[]
  areaName: string | null
  status: StatusTag
  symbols: Symbol[]
  track: Step[]
  turn: Turn
  people: { responsible: Person | null; handler: Person | null }
  /** The reader may give the case to a colleague. */
  mayAssign: boolean
  buttons: Button[]
  toFix: ToFix | null
  /** For the handläggare after a resend: what changed since the last round; null when there was none. */
  changed: { revision: number; items: ChangedItem[]; reasons: string[]; untouched: string[] } | null
  notice: ReadSection[]
  consent: ReadSection[] | null
  /** Who granted it: a handläggare, or the rule that did it by itself (T31). */
  consentedBy: string | null
  /** The last to decide, where it is not the handler: a colleague, or a rule of the network owner. */
  decidedBy: string | null
  completion: ReadSection[] | null
  files: {
    installer: ShownFile[]
    owner: ShownFile[]
    slots: AttachmentSlot[]
    mayAdd: boolean
  }
  /** Documents of the owner to be filled in for this job. */
  templates: TemplateRow[]
  /** Newest first; new is what somebody else wrote since the reader was here. */
  notes: (NoteRow & { isNew: boolean; by: string })[]
  timeline: TimelineItem[]
  /** The newest line of the log that was read: a page that follows live is told of later ones (src/live). */
  newestEvent: number
  mails: (Pick<
    MailRow,
    'id' | 'to_name' | 'to_address' | 'subject' | 'status' | 'created_at' | 'send_after' | 'delivered_at' | 'last_error'
  > & {
    /** It waits only for as long as the decision can be undone. */
    canBeUndone: boolean
  })[]
  decision: Decision | null
  /** Words to reuse, with the case's facts in them; for the owner's people. */
  texts: ReadyText[]
  /** Where a value in the panel comes from, by the name of its field, until somebody has typed there. */
  sources: Record<string, FieldSource>
  /** Seconds in which the reader's last decision here can be taken back; null when there is none. */
  undo: number | null
  /** Who else at the same network owner has the case before them, in words; '' for nobody, null for installers. */
  present: string | null
  /** Other cases at the same place, for the owner's people. */
  neighbours: Neighbour[]
  /** Of the owner: the installer has asked for the case to be removed. */
  stop: Stop | null
  /** What the reader is told, once: reminders, and what has happened that concerns them. */
  alerts: { title: string; text: string; quote: { by: string; text: string } | null }[]
  /** The consent's last day has passed: what the network owner does with a completion. */
  expired: 'stops' | 'warns' | null
  removal: Removal | null
  /** A decision that came too late: what has happened, and what was typed. */
  conflict: MoveConflict | null
  viewer: Viewer | null
  marks: Marks | null
  /** The case's work orders, for the owner's side; null for the installer, who has the symbols. */
  orders: { lines: OrderLine[]; mayAdd: boolean } | null
  copies: { ref: string; label: string }[]
  /** Of the installer's own draft: the day it is deleted if nobody changes it. */
  goesOn: Date | null
}

export interface ChangedItem {
  label: string
  from: string
  to: string
  /** The element on the page that holds it; null when it is no more there. */
  href: string | null
}

/** Where a value comes from that nobody has typed. */
export interface FieldSource {
  text: string
  href: string | null
}

/** Another case of the same network owner on the same facility, meter or address. */
export interface Neighbour {
  ref: string
  status: StatusTag
  active: boolean
  company: string
  job: string
  at: Date
  /** 'samma mätare' */
  same: string
}

export interface MoveConflict {
  message: string
  /** What others have done since the page was drawn, newest first. */
  since: TimelineItem[]
  /** What was typed and has no field on the page any more. */
  typed: { label: string; text: string }[]
}

/** One attachment beside the case. */
export interface Viewer {
  file: AttachmentRow
  /** Its address, to be shown and not downloaded. */
  src: string
  look: Look
  place: number
  total: number
  previous: string | null
  next: string | null
}

export interface Person {
  name: string
  phone: string | null
  email: string | null
}

/** The handläggare's panel: approve with network data, or reject with coded reasons bound to what is wrong. */
export interface Decision {
  approve: Button
  reject: Button
  /** Section X for flow F, none otherwise. */
  sections: Section[]
  reasons: { code: string; text: string }[]
  /** What a rejection can point at beside the values themselves: files, and those that lack. */
  files: { mark: Mark; names: string[] }[]
  /** What is pointed at, where the panel came back. */
  pointed: { label: string; words: string; href: string }[]
  /** 'reject' when the rejection was posted and came back with errors. */
  open: 'approve' | 'reject'
  /** For a completion that tells of a deviation: must be accepted by a tick. */
  deviation: string | null
  /** The owner wants two people to agree. */
  fourEyes: boolean
  /** What one has proposed and another is to confirm. */
  proposal: { by: string; at: Date; isMine: boolean; sameHand: boolean; sections: ReadSection[] } | null
}

/** The symbols a handläggare sets by hand (docs/domain.md 5, groups 2, 5, 8, 13), as selects. */
export interface Marks {
  fields: { name: string; label: string; value: string; options: { value: string; label: string }[] }[]
}

declare module '../../web/pages.ts' {
  interface Views {
    'cases/show': CasePage
    'cases/print': CasePage
    'cases/log': Page & {
      kase: CaseRow
      timeline: TimelineItem[]
      kinds: { value: string; label: string }[]
      what: string | null
      side: 'installer' | 'owner' | null
      older: number | null
    }
    'cases/note': WithForm & {
      kase: CaseRow
      texts: ReadyText[]
      /** The other side's note that is answered. */
      answered: (NoteRow & { by: string }) | null
    }
  }
}

declare module '../../web/partials.ts' {
  interface Partials {
    'partials/track': { steps: Step[] }
    'partials/timeline': { items: TimelineItem[] }
  }
}
