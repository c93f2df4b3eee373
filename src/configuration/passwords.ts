import { z } from 'zod'
import { CLASSES } from '../sign-in/accounts/policy.ts'
import { countWithoutSecondStep } from '../sign-in/accounts/security.ts'
import type { Content } from './content.ts'
import { input, optionsOf, whole, wholeOrNone, yesNo } from './inputs.ts'
import { CLASS_WORDS, PASSWORD_WORDS } from './labels.ts'
import { single } from './part.ts'

/** What the owner's people need to sign in. What is published is kept by the server (sign-in/accounts/policy.ts). */
export const passwords = single({
  place: 'Lösenord',
  path: 'passwords',
  said: [
    [PASSWORD_WORDS.min_length, ({ passwords: { min_length: least } }) => String(least ?? '')],
    [PASSWORD_WORDS.max_age_days, ({ passwords: { max_age_days: most } }) => String(most ?? '')],
    [PASSWORD_WORDS.history, ({ passwords: { history } }) => String(history)],
    [
      PASSWORD_WORDS.require_classes,
      ({ passwords: { require_classes: classes } }, t) =>
        CLASSES.filter((each) => classes.includes(each))
          .map((each) => t(CLASS_WORDS[each]))
          .join(', '),
    ],
    [PASSWORD_WORDS.two_step_required, (content, t) => t(content.passwords.two_step_required ? 'Ja' : 'Nej')],
  ],
  check: ({ passwords: { min_length: least, two_step_required: twoSteps } }, say, t) => {
    if (least !== null && least < 15 && !twoSteps)
      say('warning', t('Lösenord under 15 tecken räcker bara tillsammans med ett andra steg.'))
  },
  title: (_of, t) => t('Lösenord och inloggning'),
  intro: (_of, t) =>
    t(
      'Gäller era egna användare när det är publicerat. Utan egna regler gäller minst 15 tecken, eller 8 med ett andra steg, och aldrig ett vanligt eller läckt lösenord.',
    ),
  notes: async ({ two_step_required: isRequired }, { t }, actor) => {
    const n = await countWithoutSecondStep(actor)
    return isRequired || n === 0
      ? []
      : [t('Nu saknar {n} person ett andra steg.|Nu saknar {n} personer ett andra steg.', { n })]
  },
  of: (content: Content) => content.passwords,
  inputs: () => ({
    two_step_required: yesNo(PASSWORD_WORDS.two_step_required, {
      heading: 'Tvåstegsinloggning',
      help: 'Saknar man ett loggas man ut vid publiceringen och ordnar det vid nästa inloggning.',
      width: 12,
    }),
    min_length: wholeOrNone(PASSWORD_WORDS.min_length, [8, 64], 'Ange 8–64 tecken eller lämna tomt.', {
      heading: 'Lösenord',
      help: 'Lämna tomt för 15, eller 8 med ett andra steg.',
      unit: 'tecken',
    }),
    history: whole(PASSWORD_WORDS.history, [0, 24], 'Ange 0–24 lösenord.', {
      help: 'Skriv 0 om det får återanvändas.',
      unit: 'senaste',
    }),
    max_age_days: wholeOrNone(PASSWORD_WORDS.max_age_days, [30, 730], 'Ange 30–730 dagar eller lämna tomt.', {
      help: 'Lämna tomt så byts det bara när det behövs. NIST och OWASP avråder från regelbundna byten, som ger sämre lösenord.',
      unit: 'dagar',
    }),
    require_classes: input(
      { label: PASSWORD_WORDS.require_classes, type: 'choices', width: 6, options: optionsOf(CLASS_WORDS) },
      { help: 'Längd skyddar bättre än blandade tecken. NIST och OWASP avråder från sådana krav.' },
      z
        .unknown()
        .optional()
        .transform((ticked) => CLASSES.filter((each) => [ticked].flat().includes(each))),
      (classes) => classes,
    ),
  }),
  known: (of) => of,
  write: (_of, data, content) => {
    content.passwords = data
  },
})
