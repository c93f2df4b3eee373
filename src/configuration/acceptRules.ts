import { objectionsTo, type CompletionFacts, type Objection } from '../domain/workflow/simpleCompletion.ts'
import type { AcceptRule } from './content.ts'
import { againstRecord, type CompanyRecord } from './ruleParts.ts'

/** What a rule asks of a färdiganmälan; the same for a new one and for one of last year (acceptTrial.ts). */
export interface AcceptFacts extends CompletionFacts {
  jobCode: string
  /** Registered by the network owner itself. */
  byHand: boolean
  /** The company is approved by the owner, also now. */
  connected: boolean
  /** Of färdiganmälningar, when it was sent. */
  company: CompanyRecord
}

/**
 * The first rule that accepts the färdiganmälan (T33); null: it waits for a person. The worker asks it of what comes in,
 * the trial run of what has been. Pure.
 */
export function accepting(rules: AcceptRule[], facts: AcceptFacts): AcceptRule | null {
  return rules.find((rule) => rule.active && againstAccepting(rule, facts).length === 0) ?? null
}

/** All that stands against it, whether the rule is in use or not. */
export function againstAccepting(rule: AcceptRule, facts: AcceptFacts): Objection[] {
  const own: [boolean, Objection][] = [
    [!rule.jobs.includes(facts.jobCode), { reason: 'Gäller inte jobbtypen' }],
    [facts.byHand, { reason: 'Registrerat för hand' }],
    [!facts.connected, { reason: 'Företaget är inte godkänt hos er' }],
  ]
  return [
    ...own.flatMap(([holds, objection]) => (holds ? [objection] : [])),
    ...againstRecord(rule, facts.company),
    ...objectionsTo(facts),
  ]
}
