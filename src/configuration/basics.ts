import { formsAs } from '../domain/forms/catalogue/jobs.ts'
import { RESTARTS, type Restart } from '../domain/forms/terms.ts'
import { draftRoom } from './draftRoom.ts'
import { mayLeaveRows } from './compile.ts'
import type { DraftJob } from './content.ts'
import { draftPage } from './draftPage.ts'
import { choice, filled, onlyIf, optionsOf, orNothing, whole, wholeOrNone, yesNo } from './inputs.ts'
import { backTo, jobOf } from './jobs.ts'
import { FLOW_WORDS, RESTART_WORDS, SETTING_WORDS } from './labels.ts'
import { BASE } from './part.ts'

/** How a job type is handled: its name, whether it is on, its flow. /jobs/:job/basics */
export const basics = draftRoom('/jobs/:job/basics')

const DAYS = 'Ange 1–400 vardagar eller lämna tomt.'

draftPage(basics, '/', {
  of: (content, path) => jobOf(content, path.job),
  stamped: ({ name, active, flow, leadDays, blockAllowed, ...job }) => {
    const { decisionDays, completionDays, restart } = job
    return { name, active, flow, leadDays, blockAllowed, decisionDays, completionDays, restart }
  },
  title: (job, t) => backTo(job, t).label,
  intro: (_job, t) => t('Pågående ärenden behåller det flöde och de fält de började med.'),
  back: backTo,
  inputs: (job, { content: { settings, rules }, t }) => {
    const usual = (n: number) =>
      t('Lämna tomt så gäller era regler, {n} vardag.|Lämna tomt så gäller era regler, {n} vardagar.', { n })
    const own = (name: 'decision_days' | 'completion_days', more: { heading?: string } = {}) =>
      wholeOrNone(SETTING_WORDS[name], [1, 400], DAYS, { help: usual(settings[name]), unit: 'vardagar', ...more })
    return {
      active: yesNo('Jobbtypen kan väljas'),
      name: filled('Namn', 150),
      flow: choice('Flöde', FLOW_WORDS, 'Välj hur jobbtypen handläggs.'),
      leadDays: whole('Framförhållning', [0, 400], 'Ange 0–400 vardagar.', {
        help: 'Antal vardagar före förväntat färdigdatum som ni vill ha anmälan. Installatören varnas men stoppas inte.',
        unit: 'vardagar',
      }),
      // Not asked where it can be but one way.
      blockAllowed: onlyIf(
        mayLeaveRows(job),
        yesNo('Flera anläggningar i samma anmälan', {
          help: 'Välj ja så får installatören lägga till en rad för varje anläggning på samma servis.',
        }),
        job.blockAllowed,
      ),
      decisionDays: onlyIf(job.flow !== 'D', own('decision_days', { heading: 'Vi svarar så snart vi kan' }), null),
      completionDays: onlyIf(job.flow !== 'G', own('completion_days'), null),
      restart: orNothing('När ett avvisat ärende kommer tillbaka', optionsOf(RESTART_WORDS), RESTARTS, {
        help: t('Lämna tomt så gäller era regler, {what}.', { what: t(RESTART_WORDS[rules.restart]).toLowerCase() }),
      }),
    }
  },
  known: ({ decisionDays = null, completionDays = null, restart = null, ...job }) => ({
    ...job,
    decisionDays,
    completionDays,
    restart,
  }),
  write: (job, { flow, decisionDays, completionDays, restart, ...rest }) => {
    setFlow(job, flow)
    Object.assign(job, rest)
    setTimes(job, { decisionDays, completionDays, restart })
  },
  to: ({ job }) => `${BASE}/jobs/${job}`,
})

/** Another flow may need parts that the job has never had: those of the catalogue are a beginning. */
export function setFlow(job: DraftJob, flow: DraftJob['flow']): void {
  if (job.flow === flow) return
  job.flow = flow
  const known = formsAs(job.code, flow)
  const needed = flow === 'F' ? (['consent', 'completion'] as const) : flow === 'D' ? (['completion'] as const) : []
  for (const part of needed) if (job[part].sections.length === 0 && known) job[part] = structuredClone(known[part])
}

/** Its own time limits; null: those of the owner. */
export function setTimes(
  job: DraftJob,
  times: { decisionDays: number | null; completionDays: number | null; restart: Restart | null },
): void {
  for (const key of ['decisionDays', 'completionDays', 'restart'] as const) {
    const own = times[key]
    if (own === null) Reflect.deleteProperty(job, key)
    else Object.assign(job, { [key]: own })
  }
}
