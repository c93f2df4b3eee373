import { CLASSES } from '../sign-in/accounts/policy.ts'
import type { Translate } from '../language/i18n.ts'
import type { Say } from './compareLists.ts'
import type { Content } from './content.ts'
import type { Fuses, Template } from './parts.ts'
import { CLASS_WORDS, PASSWORD_WORDS, RESTART_WORDS } from './labels.ts'

/** What differs in fuses, look and password rules. */
export function compareParts(before: Content, after: Content, say: Say, t: Translate): void {
  const both = (place: string, what: string, words: (content: Content) => string) =>
    say(place, what, words(before), words(after))

  both(t('Regler'), t('När ett ärende kommer tillbaka'), ({ rules }) => t(RESTART_WORDS[rules.restart]))
  both(t('Regler'), t('Tillfällig anläggning'), ({ rules: { temporaryMonths: n } }) =>
    n === null ? t('så länge det behövs') : t('högst {n} månad|högst {n} månader', { n }),
  )
  const fuses = t('Säkringar')
  both(fuses, t('Storlekar'), (content) => content.fuses.ladder.join(', '))
  both(fuses, t('Intervall utan medgivande'), (content) => intervalsInWords(content.fuses.intervals))
  const look = t('Utseende')
  both(look, t('Text'), (content) => content.look.text ?? '')
  both(look, t('Färg'), (content) => content.look.accent ?? t('Elanmälans'))
  both(look, t('Logotyp'), ({ look: { logo } }) => (logo === null ? t('ingen') : fileInWords(logo)))
  const passwords = t('Lösenord')
  for (const name of ['min_length', 'max_age_days', 'history'] as const)
    both(passwords, t(PASSWORD_WORDS[name]), (content) => String(content.passwords[name] ?? ''))
  both(passwords, t(PASSWORD_WORDS.require_classes), (content) =>
    CLASSES.filter((each) => content.passwords.require_classes.includes(each))
      .map((each) => t(CLASS_WORDS[each]))
      .join(', '),
  )
  both(passwords, t(PASSWORD_WORDS.two_step_required), (content) =>
    t(content.passwords.two_step_required ? 'Ja' : 'Nej'),
  )
}

export function templateWords(t: Translate): Record<string, (template: Template) => string> {
  return {
    [t('namn')]: ({ title }) => title,
    [t('när den används')]: ({ help }) => help,
    [t('jobbtyper')]: ({ jobs }) => (jobs.length === 0 ? t('Alla jobbtyper') : jobs.join(', ')),
    [t('gäller')]: ({ validFrom, validTo }) => `${validFrom} – ${validTo ?? ''}`.trim(),
    [t('fil')]: fileInWords,
  }
}

/** Two files may have the same name; their numbers are never the same. */
const fileInWords = ({ name, file }: { name: string; file: number }) => `${name} (${file})`

/** '16–25, 35, 50–63'. */
export function intervalsInWords(intervals: Fuses['intervals']): string {
  return intervals.map((sizes) => (sizes.length === 1 ? String(sizes[0]) : `${sizes[0]}–${sizes.at(-1)}`)).join(', ')
}
