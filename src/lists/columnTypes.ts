import type { CaseLine } from '../cases/views.ts'
import type { Side } from '../db/actor.ts'
import type { Format } from '../language/format.ts'
import type { Translate } from '../language/i18n.ts'

/** What a value is written with: the reader's language and side. */
export interface Words {
  t: Translate
  fmt: Format
  side: Side
}

export type ValueOf = (line: CaseLine, words: Words) => string | null

/** How a cell is drawn, each by views/partials/case-line.ejs: 'lines' is a value over a second line, 'text' one line. */
export type Cell = 'symbols' | 'case' | 'lines' | 'status' | 'date' | 'turn' | 'text'

/** The classes .col-… of public/css/lists.css: what a column needs at least. */
export type Width = 'symbols' | 'case' | 'place' | 'job' | 'status' | 'date' | 'turn' | 'text' | 'id'

/**
 * A sort key: its name in the address (?sort=…), SQL over cases that is never null, and the type of the cursor's text. A
 * returned case sorts by what was last sent (ownWords in src/cases/caseLines.ts says why).
 */
export interface Sort {
  name: string
  sql: string
  type: 'timestamptz' | 'text' | 'date' | 'int'
  /** The default direction. */
  desc?: true
  /** Not in the archive, which grows without bound: it can only be sorted by indexed columns, and has no due dates. */
  openOnly?: true
}

/** A column of an exported file. Its label in the file, where it is another, and its width in Excel, in characters. */
interface InFile {
  label?: string
  width: number
  /** What its value is; absent: text. */
  type?: FileType
}

/** A day as 'YYYY-MM-DD', an instant as the pages write it; eighteen digits are neither a number nor short. */
export type FileType = 'text' | 'date' | 'dateTime' | 'facilityId'

export interface Column {
  label: string
  /** The head, where it depends on the reader's side. */
  heads?: Partial<Record<Side, string>>
  /** Who has it; absent: both sides. */
  side?: 'owner' | 'installer'
  /** A default column. These are for both sides and have no `sql`: the inbox and the search show them too. */
  usual?: true
  /** Always shown. */
  fixed?: true
  /** SQL over a case `c` for what its line does not hold: a text, read back as `extra` under the column's id. */
  sql?: string
  value: ValueOf
  /** The second line of a cell. */
  sub?: ValueOf
  /** The columns of a file that the second line holds. */
  second?: Partial<Record<Side, readonly string[]>>
  /** Said in the cell where there is no value. */
  none?: string
  cell: Cell
  width: Width
  /** Columns can share a sort. */
  sort: Sort | null
  file: InFile | null
}

/** A column that only exported files have. */
export type FileColumn = Pick<Column, 'label' | 'side' | 'value'> & { file: InFile }
