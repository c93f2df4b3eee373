import type { Translate } from '../language/i18n.ts'
import { twice } from './checkJobs.ts'
import type { Content } from './content.ts'
import type { Problem } from './part.ts'
import { DRAFT } from './parts.ts'

/** Pure: what stands in the way of publishing, and what is odd. */
export function check(content: Content, t: Translate): Problem[] {
  const problems: Problem[] = []
  for (const part of DRAFT) {
    const say = (severity: Problem['severity'], text: string, href = `/${part.path}`, place = t(part.place)) =>
      problems.push({ severity, place, href, text })
    for (const code of twice((part.of?.(content) ?? []).map((each) => each.code)))
      say('error', t('Koden {code} finns två gånger.', { code }))
    part.check?.(content, say, t)
  }
  return problems
}
