import type { Flow } from '../domain/forms/definition.ts'
import type { AutoRule } from './content.ts'
import { againstRecord, type CompanyRecord } from './ruleParts.ts'

/** What a rule asks of a notice that was sent; the same for a new one and for one of last year (trialRun.ts). */
export interface Facts {
  jobCode: string
  flow: Flow
  /** Ampere that the facility gets or keeps; null where the form has none. */
  fuse: number | null
  /** How many warnings the installer was shown and ticked. */
  warnings: number
  /** The installer asked for a person to look at it. */
  wantsPerson: boolean
  /** Sent for the first time: what was returned is looked at by who returned it. */
  isFirst: boolean
  facilities: number
  /** Registered by the network owner itself, or to be removed, or held: nothing for a rule. */
  isSpecial: boolean
  /** Of notices, when it was sent. */
  company: CompanyRecord
  /** What the consent would lack, by label. */
  lacking: string[]
}

/** The first rule that fits; else why each did not, in Swedish, keys of t(). */
export type Verdict =
  | { rule: AutoRule }
  | { rule: null; reasons: { rule: AutoRule; reason: string; params?: Record<string, string | number> }[] }

/**
 * The one place where it is decided what needs no person (T31): the worker asks it of what comes in, the shadow run of
 * what has been. Pure.
 */
export function judge(rules: AutoRule[], facts: (rule: AutoRule) => Facts): Verdict {
  const reasons: Extract<Verdict, { rule: null }>['reasons'] = []
  for (const rule of rules.filter((each) => each.active)) {
    const against = objection(rule, facts(rule))
    if (against === null) return { rule }
    reasons.push({ rule, ...against })
  }
  return { rule: null, reasons }
}

/** What stands against it, the plainest first. */
function objection(rule: AutoRule, facts: Facts): { reason: string; params?: Record<string, string | number> } | null {
  const { company, fuse } = facts
  if (!rule.jobs.includes(facts.jobCode)) return { reason: 'Gäller inte jobbtypen' }
  if (facts.flow === 'D') return { reason: 'Godkänns inte i förväg' }
  if (facts.isSpecial) return { reason: 'Registrerat för hand, i väntläge eller ska tas bort' }
  if (!facts.isFirst) return { reason: 'Har varit avvisat' }
  if (facts.wantsPerson) return { reason: 'Installatören vill att någon granskar' }
  if (facts.facilities > 1) return { reason: 'Flera anläggningar' }
  if (rule.maxFuse !== null && fuse === null) return { reason: 'Ingen säkring är angiven' }
  if (rule.maxFuse !== null && fuse! > rule.maxFuse)
    return { reason: 'Säkring över {n} A', params: { n: rule.maxFuse } }
  if (rule.noWarnings && facts.warnings > 0) {
    return { reason: '{n} varning|{n} varningar', params: { n: facts.warnings } }
  }
  const [record] = againstRecord(rule, company)
  if (record) return record
  if (facts.lacking.length > 0) {
    return { reason: 'Medgivandet skulle sakna {fields}', params: { fields: facts.lacking.join(', ') } }
  }
  return null
}
