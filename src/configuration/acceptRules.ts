import { objectionsTo, type CompletionFacts, type Objection } from '../domain/workflow/simpleCompletion.ts'
import type { AcceptRule } from './content.ts'

/** What a rule asks of a färdiganmälan; the same for a new one and for one of last year (acceptTrial.ts). */
export interface AcceptFacts extends CompletionFacts {
  jobCode: string
  /** Registered by the network owner itself. */
  byHand: boolean
  /** The company is approved by the owner, also now. */
  connected: boolean
  /** Färdiganmälningar of the company with this owner, when it was sent: approved ever, and of the last year. */
  company: { approved: number; recentApproved: number; recentRejected: number }
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
  const { approved, recentApproved, recentRejected } = facts.company
  const decided = recentApproved + recentRejected
  const percent = decided === 0 ? 0 : Math.round((100 * recentRejected) / decided)
  const own: [boolean, Objection][] = [
    [!rule.jobs.includes(facts.jobCode), { reason: 'Gäller inte jobbtypen' }],
    [facts.byHand, { reason: 'Registrerat för hand' }],
    [!facts.connected, { reason: 'Företaget är inte godkänt hos er' }],
    [approved < rule.minApproved, { reason: FEW, params: { n: approved } }],
    [percent > rule.maxRejectedPercent, { reason: 'Företaget har {n} % avvisade', params: { n: percent } }],
  ]
  return [...own.flatMap(([holds, objection]) => (holds ? [objection] : [])), ...objectionsTo(facts)]
}

const FEW = 'Företaget har bara {n} tidigare godkänd|Företaget har bara {n} tidigare godkända'
