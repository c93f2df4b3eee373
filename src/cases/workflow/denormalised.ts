import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answer, Answers } from '../../domain/forms/definition.ts'
import { rowsOf } from '../../domain/forms/schema.ts'

type Promoted = Pick<
  CaseRow,
  | 'reference'
  | 'title'
  | 'address'
  | 'orderer'
  | 'facility_id'
  | 'meter_number'
  | 'expected_on'
  | 'transformer'
  | 'facility_count'
  | 'row_names'
>

/** What lists and search read of a notice, as columns; written whenever the notice is. */
export function promoted(notice: Answers, jobCode: string): Promoted {
  const place = [text(notice['anl_adress']), text(notice['anl_ort'])].filter((part) => part !== null).join(', ')
  const rows = rowsOf(notice['rader'] ?? [])
  const first = rows[0] ?? {}
  const named = [...new Set(rows.flatMap((row) => [text(row['anl_id']), text(row['matarnummer'])]))].filter(
    (name) => name !== null,
  )
  return {
    reference: text(notice['er_referens']),
    title: text(notice['arendenamn']),
    address: place === '' ? text(notice['fastighet']) : place,
    orderer: text(notice['best_namn']),
    // Of a block the first, which the case is known by.
    facility_id: text(notice['anl_id']) ?? text(first['anl_id']),
    meter_number: text(notice['matarnummer']) ?? text(first['matarnummer']),
    expected_on: text(notice['fardigdatum']),
    // Symbol 12 (docs/domain.md 5): metering through transformers, or a transformer station.
    transformer: jobCode.startsWith('TR') || ['stromtrafo', 'hogspanning'].includes(text(notice['matmetod']) ?? ''),
    facility_count: Math.max(1, rows.length),
    row_names: named.length > 0 ? named : null,
  }
}

function text(answer: Answer | undefined): string | null {
  return typeof answer === 'string' && answer !== '' ? answer : null
}
