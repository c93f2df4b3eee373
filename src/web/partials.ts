import type { SecurityEvent } from '../accounts/events.ts'
import type { DraftBar, GatheredDifference } from '../configuration/views.ts'
import type { Look } from '../entrance/look.ts'
import type { MailPace } from '../db/rows.ts'
import type { Support } from '../db/actor.ts'
import type { Facility } from '../facilities/facility.ts'
import type { Lookup } from '../facilities/queries.ts'
import type { FacilityAnswer } from '../facilities/views.ts'
import type { Field } from '../forms/definition.ts'
import type { ListPart } from '../lists/views.ts'
import type { EventLine } from '../operator/events.ts'
import type { Picture } from '../statistics/views.ts'
import type { Access } from '../support/queries.ts'
import type {
  CaseGroup,
  FieldSource,
  FlashUndo,
  Form,
  ReadItem,
  ReadSection,
  Shared,
  StatusTag,
  Step,
  Symbol,
  TimelineItem,
  Views,
} from './pages.ts'

/**
 * What the shared parts in views/partials take. A part sees everything its page has, so an argument that could be
 * mistaken for something of the page ('title', 'label') is never optional: test/views.test.ts checks every include.
 */
export interface Partials {
  'partials/icon': { name: string }
  'partials/required': { required: Field['required'] }
  'partials/help': { id: string; text: string }
  /** Any field of a form definition; `name` is 'key', or 'group.0.key' in a repeating group. */
  'partials/field': FieldPart
  'partials/group': FieldPart
  'partials/grid': FieldPart
  /** `helpId` names what tells of the column, '' where nothing does; `fill` the column it can fill, where it begins one. */
  'partials/grid-cell': FieldPart & { cellLabel: string; column: string; helpId: string; fill: string }
  'partials/tip': { id: string; label: string; text: string }
  'partials/control': FieldPart & {
    kind: string
    options: { value: string; label: string }[]
    typed: string[]
    describedBy: string
    wrong: boolean
  }
  'partials/passkey-form': {
    passkey: {
      /** One that is known, or a new one. */
      kind: 'known' | 'new'
      action: string
      label: string
      fields: Record<string, string>
      /** The name that is proposed; '' asks for none. */
      asksName: string
      asksPassword: boolean
      look: string
      /** Where the authenticator's question is fetched, and the input of its answer, where they are not the usual. */
      optionsAt?: string
      input?: string
    }
  }
  /** Rows of a blockanmälan to choose between; 0 asks for none. */
  'partials/facility-ask': { ask: Form; rows: number }
  /** `wrong`: why nothing was asked, '' when something was. */
  'partials/facility-answer': { answer: FacilityAnswer | null; wrong: string }
  'partials/facility-rows': { facilities: Facility[] }
  'partials/facility-lookups': { lookups: Lookup[] }
  'partials/owner-look': { look: Look }
  'partials/mail-paces': { form: Form; paces: MailPace[]; side: 'installer' | 'owner' }
  'partials/undo': { undo: FlashUndo }
  'partials/error-summary': { errors: Form['errors'] }
  'partials/status-tag': { status: StatusTag }
  'partials/symbols': { symbols: Symbol[] }
  'partials/legend': { groups: CaseGroup[] }
  'partials/track': { steps: Step[] }
  'partials/timeline': { items: TimelineItem[] }
  'partials/section-read': { section: ReadSection }
  'partials/read-items': { items: ReadItem[] }
  'partials/case-table': Pick<Views['lists/index'], 'groups' | 'side' | 'columns'>
  'partials/shortcuts': { t: Shared['t'] }
  'partials/bulk-bar': { back: string }
  'partials/case-rows': ListPart
  'partials/case-line': { line: CaseGroup['lines'][number] } & Pick<Views['lists/index'], 'side' | 'columns'>
  'partials/empty': { empty: { icon: string; title: string; text: string; action: Link | null } }
  'partials/actions-row': { back: Link | null; links: MenuItem[] }
  'partials/job-choice': Pick<Views['cases/new'], 'types' | 'form'>
  'partials/demo-people': Pick<Views['accounts/sign-in'], 'people' | 'password'>
  'partials/menu': { cases: MenuItem[]; work: MenuItem[]; actor: NonNullable<Shared['actor']> }
  'partials/section-nav': { sections: MenuItem[] }
  'partials/profile-nav': { actor: Shared['actor'] }
  'partials/company-nav': { t: Shared['t'] }
  'partials/owner-nav': { t: Shared['t'] }
  'partials/operator-nav': { t: Shared['t'] }
  'partials/security-event': { event: SecurityEvent }
  'partials/operator-events': { events: EventLine[] }
  'partials/columns': { picture: Picture }
  'partials/support-banner': { support: Support; tenant: string }
  'partials/support-list': { list: Access[]; endAt: string; named: boolean }
  'partials/configuration-nav': { bar: DraftBar }
  'partials/differences': { differences: GatheredDifference[] }
  'partials/menu-items': { items: MenuItem[] }
  'partials/account': { actor: NonNullable<Shared['actor']> }
  'partials/badge': { waiting: string }
  'partials/language': { look: string }
}

interface FieldPart {
  field: Field
  name: string
  form: Form
  /** The network owner's fuses in ampere, where the page has a fuse field. */
  ladder?: number[]
  /** Where a value comes from that nobody has typed. */
  sources?: Record<string, FieldSource>
}

interface Link {
  href: string
  label: string
}

interface MenuItem extends Link {
  icon: string
  /** The key that leads there (public/js/keys.js). */
  key?: string
}

/** What the layout has besides Shared. */
export interface Layout {
  body: string
  view: string
  form?: Form
}
