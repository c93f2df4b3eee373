import type { DraftBar } from './page.ts'
import type { Field, AttachmentSlot } from '../domain/forms/definition.ts'
import type { EditSection } from '../cases/form/views.ts'
import type { Page, WithForm } from '../web/pages.ts'
import type { Look } from '../sign-in/entrance/look.ts'
import type { Template } from './content.ts'
import type { GatheredDifference, ListGroup, Problem } from './part.ts'
import type { ChangeRow } from './draft.ts'
import type { Tried } from './trialCases.ts'
import type { ShadowLine, ShadowSum } from './trialRun.ts'
import type { VersionLine } from './versions.ts'

/** On every page that changes it. */
interface InDraft extends Page {
  bar: DraftBar
  /** Up one level. */
  back: { href: string; label: string } | null
}

/** A line of a file with areas, and what is wrong with it. */
export interface ImportLine {
  line: number
  code: string
  /** What the file calls the area. */
  name: string
  from: string
  to: string
  error: string
  /** Of an area that is not there yet. */
  isNew: boolean
}

declare module '../web/pages.ts' {
  interface Views {
    'configuration/overview': Page & {
      key: string
      bar: DraftBar
      version: VersionLine
      basedOn: number | null
      differences: GatheredDifference[]
      total: number
      problems: Problem[]
      versions: VersionLine[]
      changes: ChangeRow[]
      older: number | null
      form: WithForm['form']
      today: string
    }
    'configuration/version': Page & {
      key: string
      version: VersionLine
      differences: GatheredDifference[]
      isCurrent: boolean
    }
    'configuration/list': InDraft & {
      intro: string
      key: string
      stamp: string
      /** Where up, down, hide and show are posted. */
      action: string
      links: { href: string; label: string; icon: string; primary: boolean }[]
      groups: ListGroup[]
      empty: { icon: string; title: string; text: string; action: null }
    }
    'configuration/form': WithForm &
      InDraft & {
        intro: string
        notes: string[]
        stamp: string
        /** Somebody changed the same meanwhile; what was typed stands. */
        conflict: boolean
        groups: { title: string; fields: Field[] }[]
        /** What files it takes, and what it has. */
        file: { accept: string; kept: { href: string; name: string } | null } | null
        links: { href: string; label: string; icon: string }[]
        /** Posts to the same address with /remove. */
        removal: { label: string; text: string } | null
      }
    'configuration/look': Views['configuration/form'] & {
      /** Of the draft. */
      look: Look
      address: string
      /** Of the words on the owner's colour; null for ours. */
      contrast: { ink: 'white' | 'black'; ratio: number } | null
    }
    'configuration/import': WithForm &
      InDraft & {
        rows: ImportLine[]
        /** Headings of columns that are not read. */
        ignored: string[]
        good: number
        /** What the readable lines make of each area that they change. */
        areas: { name: string; now: string; after: string }[]
        /** Areas that would be made, with what they would be called. */
        made: { code: string; name: string }[]
        text: string
        stamp: string
      }
    'configuration/preview': WithForm &
      InDraft & {
        code: string
        job: string
        ladder: number[]
        information: string | null
        parts: { href: string; label: string; current: boolean }[]
        sections: EditSection[]
        slots: AttachmentSlot[]
        templates: Template[]
        /** Nothing is fetched for a form that is only looked at. */
        facility: Views['cases/edit']['facility']
      }
    'configuration/samples': WithForm &
      InDraft & {
        /** As the form posts it. */
        choice: Record<string, string>
        /** How many are chosen; beyond what is tried at once `tried` is null. */
        many: number
        tried: Tried | null
        /** The address of a trial that is under way. */
        going: string | null
        /** The draft is another than the one that was tried. */
        isOld: boolean
        statuses: { value: string; label: string }[]
        jobs: { value: string; label: string }[]
      }
    'configuration/shadow': InDraft & {
      name: string
      lines: ShadowLine[]
      sum: ShadowSum
      most: number
      of: 'notice' | 'completion'
      /** No rule approves while two people must. */
      fourEyes: boolean
    }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/configuration-nav': { bar: DraftBar }
    'partials/differences': { differences: GatheredDifference[] }
  }
}
