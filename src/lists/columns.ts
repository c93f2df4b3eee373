import type { Actor } from '../db/actor.ts'
import type { SortName } from './sorts.ts'

/** All columns, in display order. The first seven are the default. */
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
/** Always shown: they identify the case and link to it. */
export const FIXED: readonly ColumnId[] = ['case']
export const USUAL: readonly ColumnId[] = columnIds.filter((id) => COLUMNS[id].usual)

/** The job's column also names the other party. */
export function columnLabel(id: ColumnId, side: Actor['side']): string {
  if (id !== 'job') return COLUMNS[id].label
  return side === 'owner' ? 'Jobb, företag' : 'Jobb, nätbolag'
}
