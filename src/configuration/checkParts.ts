import { fuseLadder } from '../domain/forms/identifiers/fuses.ts'
import type { Translate } from '../language/i18n.ts'
import type { Content } from './content.ts'
import type { Fuses } from './parts.ts'

type Say = (severity: 'error' | 'warning', place: string, href: string, text: string) => void

/** What is wrong in what is no form: approval by rule, fuses, templates, password rules. */
export function checkParts(content: Content, say: Say, t: Translate): void {
  checkAuto(content, say, t)
  checkFuses(content, say, t)
  checkTemplates(content, say, t)
  const { min_length: length, two_step_required: twoSteps } = content.passwords
  if (length !== null && length < 15 && !twoSteps) {
    say(
      'warning',
      t('Lösenord'),
      '/passwords',
      t('Lösenord under 15 tecken räcker bara för den som också har ett andra steg.'),
    )
  }
}

function checkAuto({ jobs, rules }: Content, say: Say, t: Translate): void {
  for (const rule of rules.auto.filter((each) => each.active)) {
    const at = `/auto/${rule.code}`
    if (rule.jobs.length === 0)
      say('error', t('Automatiskt godkännande'), at, t('{name} gäller ingen jobbtyp.', { name: rule.name }))
    for (const code of rule.jobs) {
      const job = jobs.find((each) => each.code === code)
      if (!job)
        say(
          'error',
          t('Automatiskt godkännande'),
          at,
          t('{name} gäller {code}, som inte finns.', { name: rule.name, code }),
        )
      else if (job.flow === 'D')
        say(
          'error',
          t('Automatiskt godkännande'),
          at,
          t('{name} gäller {code}, som inte godkänns i förväg.', { name: rule.name, code }),
        )
    }
  }
}

function checkFuses({ fuses, jobs }: Content, say: Say, t: Translate): void {
  const wrong = (text: string) => say('error', t('Säkringar'), '/fuses', text)
  const problem = fuseProblem(fuses, t)
  if (problem) wrong(problem)
  if (fuses.intervals.length === 0 && jobs.some((job) => job.active && job.code === 'BE01')) {
    say('warning', t('Säkringar'), '/fuses', t('Det finns inget intervall: då går BE01 inte att skicka.'))
  }
}

/** In words what keeps a ladder with its intervals from being one; null when it is. */
export function fuseProblem({ ladder, intervals }: Fuses, t: Translate): string | null {
  if (ladder.length === 0) return t('Välj minst en säkring.')
  const unknown = ladder.find((size) => !fuseLadder.includes(size))
  if (unknown !== undefined) return t('{size} A finns inte bland säkringarna.', { size: unknown })
  if (!ascends(ladder)) return t('Säkringarna ska stå i storleksordning.')
  for (const sizes of intervals) {
    const missing = sizes.find((size) => !ladder.includes(size))
    if (missing !== undefined) return t('{size} A i ett intervall finns inte bland era säkringar.', { size: missing })
    if (!ascends(sizes)) return t('Ett intervall ska gå från den mindre säkringen till den större.')
    const [from, to] = [sizes[0]!, sizes.at(-1)!]
    if (ladder.filter((size) => from <= size && size <= to).length !== sizes.length)
      return t('Intervallet {from}–{to} A hoppar över en säkring.', { from, to })
  }
  if (!ascends(intervals.flat())) return t('Intervallen ska stå i storleksordning och får inte gå in i varandra.')
  return null
}

const ascends = (sizes: number[]) => sizes.every((size, index) => index === 0 || sizes[index - 1]! < size)

function checkTemplates({ templates, jobs }: Content, say: Say, t: Translate): void {
  const place = t('Mallar')
  for (const { code, title, jobs: wanted, validFrom, validTo } of templates) {
    const at = `/templates/${code}`
    if (validTo !== null && validTo < validFrom)
      say('error', place, at, t('{title} slutar gälla innan den börjar.', { title }))
    if (templates.filter((each) => each.code === code).length > 1)
      say('error', place, at, t('Koden {code} finns två gånger.', { code }))
    if (templates.some((each) => each.code !== code && each.title === title))
      say('warning', place, at, t('Två mallar heter {title}.', { title }))
    const unknown = wanted.find((job) => !jobs.some((each) => each.code === job && each.active))
    if (unknown !== undefined)
      say('warning', place, at, t('{title} gäller {code}, som inte går att välja.', { title, code: unknown }))
  }
}
