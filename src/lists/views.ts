import type { Actor } from '../db/actor.ts'
import type { CaseGroup, Page } from '../web/pages.ts'
import type { Chip } from './chips.ts'
import type { ExportRow } from './export.ts'
import type { ArchiveOf, SavedView } from './frame.ts'
import type { ColumnHead } from './heads.ts'

export interface ListViews {
  'lists/index': Page & {
    side: Actor['side']
    /** The list as it stands, and its path without anything. */
    address: string
    path: string
    /** '27 aktiva' */
    summary: string
    groupings: { href: string; label: string; current: boolean }[]
    groups: CaseGroup[]
    columns: ColumnHead[]
    choices: { id: string; label: string; chosen: boolean }[]
    chips: Chip[]
    views: (SavedView & { current: boolean; standard: boolean })[]
    /** An installer with several network owners chooses whose archive; otherwise null. */
    archives: { owners: ArchiveOf[]; chosen: string; carried: [name: string, value: string][] } | null
    /** It is where the person begins. */
    standard: boolean
    filterHref: string
    exportHref: string
    q: string
    /** What the quick search, and the choice of columns, carry along of the address. */
    carried: [name: string, value: string][]
    carriedColumns: [name: string, value: string][]
    nextPage: string | null
    empty: { icon: string; title: string; text: string; action: { href: string; label: string } | null }
  }
  'lists/filter': Page & {
    path: string
    back: string
    fields: FilterField[]
    from: string
    to: string
    carried: [name: string, value: string][]
  }
  'lists/export': Page & { back: string; address: string; count: number; atOnce: boolean; excelToo: boolean }
  'lists/progress': Page & { back: string; job: ExportRow; going: boolean }
}

/** Lines alone, fetched when a group is opened or a list goes on. */
export interface ListPart {
  side: Actor['side']
  columns: ColumnHead[]
  group: CaseGroup
}

export interface FilterField {
  name: string
  label: string
  options: { value: string; label: string; chosen: boolean; icon: string; tone: string }[]
}
