import type { CaseRow, ProposalRow } from '../../db/rowTypes.ts'
import { consentRows } from '../../domain/forms/consentRows.ts'
import type { Answer, Answers, JobType } from '../../domain/forms/definition.ts'
import { toValues } from '../../domain/forms/repeatingGroups.ts'
import { fieldsOf } from '../../domain/forms/schema.ts'
import type { Body } from '../../domain/forms/values.ts'
import type { Translate } from '../../language/i18n.ts'
import type { FieldSource } from './views.ts'

/** The latest other case on the same facility that got its consent. */
export interface EarlierCase {
  ref: string
  consent_on: string
  consent: Answers
  internal: Answers
}

/** Where in the notice the answer to a field of the consent stands, the first that has one. */
const FROM_NOTICE: Record<string, string[]> = {
  x_matarsakring: ['sakr_ny', 'sakr_bef'],
  x_anl_id: ['anl_id'],
  x_anl_id_inm: ['anl_id_inm'],
  x_max_inmatning: ['prod_max'],
  x_matmetod: ['matmetod'],
  x_ct: ['ct_omsattning'],
}

/**
 * What stays true of a facility from one case to the next: its numbers, where it hangs and what the grid is there. Not
 * what was decided that time: dates, fees, conditions, and words to its installer.
 */
const OF_THE_PLACE = [
  'x_anl_id',
  'x_anl_id_inm',
  'x_servissakring',
  'x_anslutningspunkt',
  'x_ik3_max',
  'x_ik1_min',
  'x_forimp',
  'x_kabel',
  'x_matare',
  'x_matmetod',
  'x_ct',
  'x_natstation',
  'x_skap',
  'x_grupp',
]

interface Known {
  kase: Pick<CaseRow, 'notice' | 'consent'>
  /** What the owner has written for itself on this case. */
  internal: Answers
  proposal: ProposalRow | null
  earlier: EarlierCase | null
}

/**
 * What the panel is filled with before anyone has typed, and where each value comes from: what handläggare have already
 * written on this case, then what the installer asks for, then what was granted at the same place before.
 */
export function prefill(job: JobType, { kase, internal, proposal, earlier }: Known, t: Translate) {
  const written: Answers = { ...kase.consent, ...internal, ...proposal?.consent, ...proposal?.internal }
  const answers: Answers = { ...written, ...consentRows(job, kase.notice, written) }
  const sources: Record<string, FieldSource> = {}
  const fill = (key: string, answer: Answer | undefined, source: FieldSource) => {
    if (answers[key] !== undefined || (typeof answer !== 'string' && typeof answer !== 'number')) return
    answers[key] = answer
    sources[key] = source
  }
  for (const { key } of fieldsOf(job.consent)) {
    const asked = FROM_NOTICE[key]?.map((name) => kase.notice[name]).find((answer) => answer !== undefined)
    fill(key, asked, { text: t('Från anmälan'), href: null })
    if (!earlier || !OF_THE_PLACE.includes(key)) continue
    fill(key, { ...earlier.consent, ...earlier.internal }[key], {
      text: t('Från ärende {number}, {date}', { number: earlier.ref, date: earlier.consent_on }),
      href: `/cases/${earlier.ref}`,
    })
  }
  return { values: toValues(job.consent, answers) satisfies Body, sources }
}
