import type { Translate } from '../language/i18n.ts'
import { accept } from './accept.ts'
import { areas } from './areas.ts'
import { auto } from './auto.ts'
import { checkJobs } from './checkJobs.ts'
import { compareJobs } from './compareJobs.ts'
import type { Content } from './content.ts'
import { fuses } from './fuses.ts'
import { look } from './look.ts'
import type { FormPart, ListPart, SayDifference, SayProblem } from './part.ts'
import { passwords } from './passwords.ts'
import { reasons, texts } from './reasons.ts'
import { contact, rules } from './settings.ts'
import { templates } from './templates.ts'
import { compareLists } from './compareLists.ts'

/** What is asked of every part of a draft. */
interface PartOfDraft {
  place: string
  path: string
  compare: (before: Content, after: Content, say: SayDifference, t: Translate) => void
  check?: (content: Content, say: SayProblem, t: Translate) => void
  /** Things that are known by a code. */
  of?: (content: Content) => { code: string }[]
}

/** All of a draft, in the order in which it is told. */
export const DRAFT: PartOfDraft[] = [
  { place: 'Jobbtyper', path: 'jobs', of: ({ jobs }) => jobs, compare: compareJobs, check: checkJobs },
  list(reasons),
  list(texts),
  form(rules),
  list(auto),
  list(accept),
  form(fuses),
  form(look),
  form(passwords),
  list(templates),
  form(contact),
  list(areas),
]

function list<T extends { code: string }>(part: ListPart<T>): PartOfDraft {
  return {
    ...part,
    compare: (before, after, say, t) => compareLists(part.of(before), part.of(after), part, say, t),
  }
}

function form(part: FormPart): PartOfDraft {
  const { place, path, said, check } = part
  return {
    place,
    path,
    ...(check && { check }),
    compare: (before, after, say, t) => {
      for (const [what, tell] of said) say(t(place), t(what), tell(before, t), tell(after, t))
    },
  }
}
