import type { Actor } from '../db/actor.ts'
import type { CaseGroup } from '../cases/views.ts'
import type { Page, Views } from '../web/pages.ts'
import type { FileColumns } from './exportColumns.ts'
import type { Chip } from './chips.ts'
import type { ArchiveOf, SavedView } from './pageData.ts'
import type { ColumnHead } from './columnHeads.ts'

/** Lines only, loaded when a group is opened or for the next page. */
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

export interface ColumnChoice {
  id: string
  label: string
  chosen: boolean
}

declare module '../web/pages.ts' {
  interface Views {
    'lists/index': Page & {
      side: Actor['side']
      /** The list's address, and its path without query. */
      address: string
      path: string
      /** '27 aktiva' */
      summary: string
      /** '5 väntar på dig' */
      waiting: { href: string; label: string } | null
      groupings: { href: string; label: string; current: boolean }[]
      groups: CaseGroup[]
      columns: ColumnHead[]
      choices: ColumnChoice[]
      /** Where answers of the forms are chosen as columns. */
      moreColumnsHref: string
      chips: Chip[]
      views: (SavedView & { current: boolean; standard: boolean })[]
      /** The network owners to choose among in an installer's archive; otherwise null. */
      archives: { owners: ArchiveOf[]; chosen: string; carried: [name: string, value: string][] } | null
      /** The list is the person's start page. */
      standard: boolean
      filterHref: string
      exportHref: string
      q: string
      /** Hidden inputs of the quick search and the column chooser. */
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
    'lists/columns': Page & {
      path: string
      back: string
      carried: [name: string, value: string][]
      standard: ColumnChoice[]
      forms: { title: string; sections: { title: string; choices: ColumnChoice[] }[] }[]
    }
    'lists/export': Page & {
      back: string
      address: string
      count: number
      atOnce: boolean
      excelToo: boolean
      /** Which columns the file has, and where the other file is. */
      columns: FileColumns
      heads: string[]
      otherHref: string
    }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    'partials/case-table': Pick<Views['lists/index'], 'groups' | 'side' | 'columns'>
    'partials/case-rows': ListPart
    'partials/case-line': { line: CaseGroup['lines'][number] } & Pick<Views['lists/index'], 'side' | 'columns'>
  }
}
