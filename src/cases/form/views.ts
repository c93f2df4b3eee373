import type { Look } from '../../attachments/look.ts'
import type { AreaRow, AttachmentRow, CaseRow, TemplateRow } from '../../db/rowTypes.ts'
import type { AttachmentSlot, Field, Finding, Section } from '../../domain/forms/definition.ts'
import type { Mark, ReadItem, ReadSection } from '../../domain/forms/present.ts'
import type { Form, Views, WithForm } from '../../web/pages.ts'
import type { FieldSource, ToFix } from '../page/views.ts'
import type { Lost } from '../workflow/create.ts'
import type { CopyButton } from './copyFromOrderer.ts'

/** Not begun · something missing for sending, or against a rule · all there · pointed at by the network owner, and as it was. */
export type Progress = 'empty' | 'missing' | 'done' | 'fix'

export interface EditSection {
  section: Section
  state: Progress
  /** Something is written in it: an optional section that has nothing stays folded. */
  open: boolean
  /** Its fields that few have to answer, folded together unless something is written in one of them. */
  rare: { fields: Field[]; open: boolean }
  copy?: CopyButton | null
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

declare module '../../web/pages.ts' {
  interface Views {
    'cases/new': WithForm & {
      owners: { id: number; name: string }[]
      types: {
        code: string
        name: string
        /** With what people call it, to be searched. */
        jobs: { id: number; code: string; name: string; flow: string; words: string }[]
      }[]
      /** The last ones that this person has begun here. */
      recent: { id: number; code: string; name: string; flow: string }[]
      areas: Pick<AreaRow, 'id' | 'code' | 'name'>[]
      ownerId: number | null
      /** White on red, the chosen owner's words. */
      information: string | null
      copyOf: { ref: string } | null
    }
    'cases/edit': WithForm & {
      kase: CaseRow
      ownerName: string
      /** The fuses the owner has, in ampere: what a fuse field offers. */
      ladder: number[]
      information: string | null
      /** What the form holds was typed or changed by a button, and is not saved. */
      unsaved: boolean
      sections: EditSection[]
      filesState: Progress
      slots: AttachmentSlot[]
      templates: TemplateRow[]
      files: (AttachmentRow & { look: Look | null })[]
      findings: Finding[]
      toFix: ToFix | null
      /** Another saved while this was open: what they have where it differs from what was typed. */
      theirs: { label: string; mine: string; theirs: string }[]
      suggestion: { job: string; name: string; href: string } | null
      /** What did not follow from the case it was copied from; null for one that is no copy, or sent. */
      copied: { from: { ref: string }; lost: Lost[] } | null
      /** 'Hämta anl-data': offered by the owner for this form, in which section, and what the dialog begins with. */
      facility: { section: string; rows: number; ask: Form['values'] } | null
      /** What became of a button that brought the form back with something done to it. */
      said: { tone: 'success' | 'error'; text: string } | null
      /** How the case is taken away, where it can be. */
      remove: { label: string; href: string } | null
    }
    'cases/review': WithForm & {
      kase: CaseRow
      ownerName: string
      /** What the button that sends says. */
      label: string
      /** Why it cannot be sent at all: the company or its person lacks something. */
      stop: string | null
      errors: { name: string; text: string }[]
      findings: Finding[]
      accepted: string[]
      /** It was posted with a warning that has no tick. */
      isUnread: boolean
      suggestion: { job: string; name: string; href: string } | null
      /** The owner has said that the type is wrong: sending it again will not help (T11). */
      wrongType: boolean
      sections: ReadSection[]
      files: AttachmentRow[]
      slots: AttachmentSlot[]
      answer: { days: number; by: string }
    }
  }
}

declare module '../../web/partials.ts' {
  interface Partials {
    'partials/job-choice': Pick<Views['cases/new'], 'types' | 'recent' | 'form'>
    'partials/section-read': { section: ReadSection }
    'partials/read-items': { items: ReadItem[] }
    /** What somebody has said of a value; `remarkId` '' where no control is described by it. */
    'partials/remark': { remark: string; remarkId: string }
    'partials/mark': { mark: Mark }
    /** Any field of a form definition; `name` is 'key', or 'group.0.key' in a repeating group. */
    'partials/field': FieldPart
    'partials/group': FieldPart
    'partials/grid': FieldPart
    /** `helpId` names what tells of the column, '' where nothing does; `fill` the column it can fill, where it begins one. */
    'partials/grid-cell': FieldPart & { cellLabel: string; column: string; helpId: string; fill: string }
    'partials/control': FieldPart & {
      kind: string
      options: { value: string; label: string }[]
      typed: string[]
      describedBy: string
      wrong: boolean
    }
    'partials/required': { required: Field['required'] }
  }
}
