import type { Actor } from '../db/actor.ts'
import type { SortName } from './sorts.ts'

/** What a line can show, in the order it is shown. The first seven are there until somebody chooses otherwise. */
export const COLUMNS = {
  symbols: { label: 'Symboler', usual: true },
  case: { label: 'Ärende', usual: true, sort: 'number' },
  place: { label: 'Anläggning', usual: true, sort: 'place' },
  job: { label: 'Jobb', usual: true, sort: 'job' },
  orderer: { label: 'Beställare', usual: false, sort: 'orderer' },
  responsible: { label: 'Ansvarig installatör', usual: false },
  handler: { label: 'Handläggare', usual: false },
  area: { label: 'Nätområde', usual: false },
  facility: { label: 'Anläggnings-ID', usual: false },
  meter: { label: 'Mätarnummer', usual: false },
  status: { label: 'Status', usual: true, sort: 'status' },
  date: { label: 'Förväntat färdig', usual: true, sort: 'expected' },
  changed: { label: 'Senast ändrad', usual: false, sort: 'changed' },
  due: { label: 'Svarsdag', usual: false, sort: 'due' },
  turn: { label: 'Vems tur', usual: true, sort: 'due' },
} as const satisfies Record<string, { label: string; usual: boolean; sort?: SortName }>

export type ColumnId = keyof typeof COLUMNS
export const columnIds = Object.keys(COLUMNS) as ColumnId[]
/** Without these a line says nothing, or leads nowhere. */
export const FIXED: readonly ColumnId[] = ['case']
export const USUAL: readonly ColumnId[] = columnIds.filter((id) => COLUMNS[id].usual)

/** The job's column names the other party too. */
export function columnLabel(id: ColumnId, side: Actor['side']): string {
  if (id !== 'job') return COLUMNS[id].label
  return side === 'owner' ? 'Jobb, företag' : 'Jobb, nätbolag'
}
