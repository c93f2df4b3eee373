import type { Flow } from '../domain/forms/definition.ts'
import type { Objection } from '../domain/workflow/simpleCompletion.ts'
import type { Translate } from '../language/i18n.ts'
import type { Content } from './content.ts'
import { filled, several, whole, yesNo } from './inputs.ts'
import type { SayProblem } from './part.ts'

// What the two kinds of automatic rules have alike (auto.ts, accept.ts): which jobs, and how good a company's record must be.

interface Rule {
  code: string
  name: string
  active: boolean
  jobs: string[]
  minApproved: number
  maxRejectedPercent: number
}

/** A company's decisions by this owner: approved ever, and approved and rejected of the last year. */
export interface CompanyRecord {
  approved: number
  recentApproved: number
  recentRejected: number
}

/** What of its record stands against a rule for a company. */
export function againstRecord(
  { minApproved, maxRejectedPercent }: Pick<Rule, 'minApproved' | 'maxRejectedPercent'>,
  { approved, recentApproved, recentRejected }: CompanyRecord,
): Objection[] {
  const decided = recentApproved + recentRejected
  const percent = decided === 0 ? 0 : Math.round((100 * recentRejected) / decided)
  return [
    ...(approved < minApproved ? [{ reason: FEW, params: { n: approved } }] : []),
    ...(percent > maxRejectedPercent ? [{ reason: 'Företaget har {n} % avvisade', params: { n: percent } }] : []),
  ]
}
const FEW = 'Företaget har bara {n} tidigare godkänd|Företaget har bara {n} tidigare godkända'

/** How the two ends of a rule are told before it is published; its own lies between. */
export const SAID_FIRST: [what: string, tell: (rule: Rule, t: Translate) => string][] = [
  ['på eller av', ({ active }, t) => t(active ? 'På' : 'Av')],
  ['jobbtyper', ({ jobs }) => jobs.join(', ')],
]
export const SAID_OF_RECORD: typeof SAID_FIRST = [
  ['tidigare godkända', ({ minApproved }) => `${minApproved}`],
  ['högst avvisade', ({ maxRejectedPercent }) => `${maxRejectedPercent} %`],
]

interface Kind {
  path: string
  /** The flow whose jobs have nothing for such a rule, and why. */
  not: Flow
  why: string
}

/** A rule in use has jobs, all of which are there and can have it. */
export function checkRule(
  rule: Rule,
  { path, not, why }: Kind,
  { jobs }: Content,
  say: SayProblem,
  t: Translate,
): void {
  const { name, code: own } = rule
  const wrong = (problem: string) => say('error', problem, `/${path}/${own}`)
  if (rule.jobs.length === 0) wrong(t('{name} gäller ingen jobbtyp.', { name }))
  for (const code of rule.jobs) {
    const job = jobs.find((each) => each.code === code)
    if (!job) wrong(t('{name} gäller {code}, som inte finns.', { name, code }))
    else if (job.flow === not) wrong(t(why, { name, code }))
  }
}

export const ruleHead = ({ jobs }: Content, { not }: Pick<Kind, 'not'>, t: Translate) => ({
  name: filled('Namn', 100, { help: 'Står i ärendets logg.' }),
  active: yesNo('Regeln används', { help: 'Låt den vara av tills provkörningen ser bra ut.', width: 12 }),
  jobs: several(
    'Jobbtyper',
    jobs
      .filter((job) => job.active && job.flow !== not)
      .map(({ code, name }) => ({ value: code, label: `${code} ${t(name)}` })),
    { heading: 'När', required: true, least: 'Välj minst en jobbtyp.' },
  ),
})

export const recordInputs = () => ({
  minApproved: whole('Tidigare godkända från företaget', [0, 10_000], 'Ange ett heltal, 0 eller mer.', {
    help: 'Minsta antal tidigare godkända',
    unit: 'st',
  }),
  maxRejectedPercent: whole('Högst avvisade', [0, 100], 'Ange 0–100 procent.', {
    help: 'Av företagets besked det senaste året.',
    unit: '%',
  }),
})

export const enoughApproved = ({ minApproved }: Rule, t: Translate): string[] =>
  minApproved > 0 ? [t('minst {n} tidigare godkänd|minst {n} tidigare godkända', { n: minApproved })] : []

export const onOrOff = ({ active }: Rule, t: Translate): { label: string; tint: 'green' | 'neutral' } =>
  active ? { label: t('På'), tint: 'green' } : { label: t('Av'), tint: 'neutral' }
