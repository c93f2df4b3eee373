import type { CaseRow } from '../../db/rowTypes.ts'
import type { Answers } from '../../domain/forms/definition.ts'
import type { Body } from '../../domain/forms/values.ts'

/** 'Kopiera från beställare…': the orderer's answers by the names the end customer's fields have (docs/domain.md 3.3 Y). */
export const ORDERER_TO_CUSTOMER: Record<string, string> = {
  best_typ: 'y_slutkund_typ',
  best_id: 'y_slutkund_id',
  best_namn: 'y_slutkund_namn',
  best_adress: 'y_slutkund_adress',
  best_postnr: 'y_slutkund_postnr',
  best_ort: 'y_slutkund_ort',
  best_telefon: 'y_slutkund_telefon',
  best_epost: 'y_slutkund_epost',
}

/** What the button fills in: from what is being typed in the same form (flow D), else from the notice; '' for nothing. */
export function copyFromOrderer(kase: Pick<CaseRow, 'notice'>, typed: Body = {}): Record<string, string> {
  const filled: Record<string, string> = {}
  for (const [from, to] of Object.entries(ORDERER_TO_CUSTOMER)) {
    const value = typed[from] ?? inWords(kase.notice[from])
    filled[to] = typeof value === 'string' ? value : ''
  }
  return filled
}

function inWords(answer: Answers[string] | undefined): string | undefined {
  return typeof answer === 'string' ? answer : undefined
}
