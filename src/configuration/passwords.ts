import { Router } from 'express'
import { z } from 'zod'
import { CLASSES } from '../sign-in/accounts/policy.ts'
import { countWithoutSecondStep } from '../sign-in/accounts/security.ts'
import type { Content } from './content.ts'
import { several, whole, wholeOrNone, yesNo } from './inputs.ts'
import { says, settingsPage } from './settingsPage.ts'
import { CLASS_WORDS, PASSWORD_WORDS } from './labels.ts'

/** What the owner's people need to sign in: /passwords. What is published is kept by the server (sign-in/accounts/policy.ts). */
export const passwords = Router()

const of = (content: Content) => content.passwords

settingsPage(passwords, {
  path: 'passwords',
  title: 'Lösenord och inloggning',
  intro:
    'Gäller era egna användare, från att det är publicerat. Utan egna regler: minst 15 tecken, 8 för den som har ett andra steg, och aldrig ett vanligt eller läckt lösenord.',
  schema: z.object({
    two_step_required: yesNo,
    min_length: wholeOrNone(8, 64, 'Ange 8–64 tecken, eller inget.'),
    max_age_days: wholeOrNone(30, 730, 'Ange 30–730 dagar, eller inget.'),
    history: whole(0, 24, 'Ange 0–24 lösenord.'),
    require_classes: several.pipe(z.array(z.enum(CLASSES))).catch([]),
  }),
  part: of,
  known: (content) => {
    const { min_length, max_age_days, history, require_classes, two_step_required } = of(content)
    return {
      min_length: String(min_length ?? ''),
      max_age_days: String(max_age_days ?? ''),
      history: String(history),
      require_classes,
      two_step_required: says(two_step_required),
    }
  },
  write: (content, data) => {
    content.passwords = data
  },
  notes: async (actor, content, t) => {
    const n = await countWithoutSecondStep(actor)
    return of(content).two_step_required || n === 0
      ? []
      : [t('Nu saknar {n} person ett andra steg.|Nu saknar {n} personer ett andra steg.', { n })]
  },
  groups: [
    {
      title: 'Tvåstegsinloggning',
      fields: [
        {
          key: 'two_step_required',
          label: PASSWORD_WORDS.two_step_required,
          help: 'Den som saknar ett loggas ut när det publiceras, och ordnar det vid nästa inloggning.',
          type: 'yesNo',
          required: true,
          width: 12,
        },
      ],
    },
    {
      title: 'Lösenord',
      fields: [
        {
          key: 'min_length',
          label: PASSWORD_WORDS.min_length,
          help: 'Tomt: 15, eller 8 med ett andra steg.',
          type: 'number',
          unit: 'tecken',
          width: 6,
        },
        {
          key: 'history',
          label: PASSWORD_WORDS.history,
          help: '0: får återanvändas.',
          type: 'number',
          unit: 'senaste',
          required: true,
          width: 6,
        },
        {
          key: 'max_age_days',
          label: PASSWORD_WORDS.max_age_days,
          help: 'Tomt: byts bara när det behövs. NIST och OWASP avråder från regelbundna byten: de ger sämre lösenord.',
          type: 'number',
          unit: 'dagar',
          width: 6,
        },
        {
          key: 'require_classes',
          label: PASSWORD_WORDS.require_classes,
          help: 'Längd skyddar bättre än blandade tecken. NIST och OWASP avråder från sådana krav.',
          type: 'choices',
          width: 6,
          options: CLASSES.map((value) => ({ value, label: CLASS_WORDS[value] })),
        },
      ],
    },
  ],
})
