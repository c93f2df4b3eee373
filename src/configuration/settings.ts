import { Router } from 'express'
import { z } from 'zod'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { parsePhone, showPhone } from '../domain/forms/identifiers/phone.ts'
import type { Field } from '../domain/forms/definition.ts'
import { RESTARTS } from '../domain/forms/terms.ts'
import { optionalIdentifier } from '../web/forms.ts'
import { SETTING_WORDS } from './compare.ts'
import type { Content } from './content.ts'
import { line, longText, whole, wholeOrNone, yesNo } from './inputs.ts'
import { says, settingsPage } from './settingsPage.ts'
import { RESTART_WORDS } from './labels.ts'

/** Contact, information and mail: /contact. Times and who decides: /rules. */
export const contact = Router()
export const rules = Router()

const ask = (key: keyof typeof SETTING_WORDS, more: Partial<Field> & Pick<Field, 'type'>): Field => ({
  key,
  label: SETTING_WORDS[key],
  width: 6,
  ...more,
})

const Contact = z.object({
  information: longText(600),
  phone: z.string().default('').pipe(optionalIdentifier(parsePhone)),
  email: z.string().default('').pipe(optionalIdentifier(parseEmail)),
  opening_hours: line(200),
  mail_received: yesNo,
  mail_withdrawn: yesNo,
  mail_hold: yesNo,
})

const contactOf = ({ settings }: Content) => {
  const { information, phone, email, opening_hours, mail_received, mail_withdrawn, mail_hold } = settings
  return { information, phone, email, opening_hours, mail_received, mail_withdrawn, mail_hold }
}

settingsPage(contact, {
  path: 'contact',
  title: 'Kontakt och information',
  intro: 'Hur installatörerna når er, och det de ska läsa innan de börjar.',
  schema: Contact,
  part: contactOf,
  known: (content) => {
    const { phone, email, information, opening_hours: hours, ...mail } = contactOf(content)
    return {
      phone: phone === null ? '' : showPhone(phone),
      email: email ?? '',
      information: information ?? '',
      opening_hours: hours ?? '',
      mail_received: says(mail.mail_received),
      mail_withdrawn: says(mail.mail_withdrawn),
      mail_hold: says(mail.mail_hold),
    }
  },
  write: (content, { information, opening_hours, ...rest }) =>
    Object.assign(content.settings, {
      ...rest,
      information: information || null,
      opening_hours: opening_hours || null,
    }),
  groups: [
    {
      title: 'I varje ny anmälan',
      fields: [
        ask('information', { type: 'longText', help: 'Visas överst, väl synlig. Tomt: ingen text.', width: 12 }),
      ],
    },
    {
      title: 'Så nås ni',
      fields: [
        ask('phone', { type: 'phone' }),
        ask('email', { type: 'email' }),
        ask('opening_hours', { type: 'text', width: 12 }),
      ],
    },
    {
      title: 'Mejl till nätområdets brevlåda',
      fields: [
        ask('mail_received', { type: 'yesNo', required: true, width: 12 }),
        ask('mail_withdrawn', { type: 'yesNo', required: true, width: 12 }),
      ],
    },
    {
      title: 'Mejl till installatören',
      fields: [
        ask('mail_hold', {
          type: 'yesNo',
          required: true,
          help: 'Orsaken står alltid i ärendet. Beslut mejlas alltid, om företaget inte har valt bort det.',
          width: 12,
        }),
      ],
    },
  ],
})

const DAYS = 'Ange 1–400 vardagar.'
const RuleForm = z.object({
  decision_days: whole(1, 400, DAYS),
  completion_days: whole(1, 400, DAYS),
  completion_lead_days: whole(0, 60, 'Ange 0–60 vardagar.'),
  consent_months: whole(1, 60, 'Ange 1–60 månader.'),
  strict_area: yesNo,
  withdrawal_allowed: yesNo,
  consent_revocable: yesNo,
  fourEyes: yesNo,
  archiveAfterDays: wholeOrNone(1, 3650, 'Ange 1–3650 dagar, eller inget.'),
  temporaryMonths: wholeOrNone(1, 120, 'Ange 1–120 månader, eller inget.'),
  restart: z.enum(RESTARTS, 'Välj vad som händer med tiden.'),
})

const rulesOf = ({ settings, rules: { auto: _auto, ...rules } }: Content) => {
  const {
    information: _i,
    phone: _p,
    email: _e,
    opening_hours: _o,
    mail_received: _r,
    mail_withdrawn: _w,
    mail_hold: _h,
    ...rest
  } = settings
  return { ...rest, ...rules }
}
const vardagar = { type: 'number', unit: 'vardagar', required: true } as const
const question = { type: 'yesNo', required: true, width: 12 } as const

settingsPage(rules, {
  path: 'rules',
  title: 'Regler och tider',
  intro: 'Vardagar räknas utan helger, midsommarafton, julafton och nyårsafton.',
  schema: RuleForm,
  part: rulesOf,
  known: (content) => {
    const values = rulesOf(content)
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        typeof value === 'boolean' ? says(value) : String(value ?? ''),
      ]),
    )
  },
  write: (content, { fourEyes, archiveAfterDays, restart, temporaryMonths, ...settings }) => {
    Object.assign(content.rules, { fourEyes, archiveAfterDays, restart, temporaryMonths })
    Object.assign(content.settings, settings)
  },
  groups: [
    {
      title: 'Tider',
      fields: [
        ask('decision_days', { ...vardagar, help: 'Så snart ni lovar besked. Dagen syns för installatören.' }),
        ask('completion_days', vardagar),
        ask('completion_lead_days', { ...vardagar, help: 'Kortare varsel än så ger installatören en varning.' }),
        {
          key: 'restart',
          label: 'När ett avvisat ärende kommer tillbaka',
          help: 'Tiden står stilla så länge ärendet ligger hos installatören eller i väntläge. En jobbtyp kan ha egna tider, under dess namn och flöde.',
          type: 'choice',
          required: true,
          width: 12,
          options: RESTARTS.map((value) => ({ value, label: RESTART_WORDS[value] })),
        },
        ask('consent_months', { type: 'number', unit: 'månader', required: true }),
        {
          key: 'temporaryMonths',
          label: 'En tillfällig anläggning får vara inkopplad',
          help: 'En anmälan om längre tid kan inte skickas, men en förlängning kan begäras. Tomt: så länge det behövs.',
          type: 'number',
          unit: 'månader',
        },
      ],
    },
    {
      title: 'Vad som får göras',
      fields: [
        ask('strict_area', {
          ...question,
          help: 'Nej: installatören varnas bara. Anmälningar som redan är påbörjade hindras aldrig.',
        }),
        ask('withdrawal_allowed', { ...question, help: 'Så länge ingen handläggare har öppnat ärendet.' }),
        ask('consent_revocable', question),
        {
          key: 'fourEyes',
          label: 'Fyra ögon',
          help: 'Ett medgivande föreslås av en handläggare och bekräftas av en annan.',
          ...question,
        },
      ],
    },
    {
      title: 'Slutarkivering',
      fields: [
        {
          key: 'archiveAfterDays',
          label: 'Av sig själv efter',
          help: 'Dagar sedan ärendet blev klart. Det som har en öppen arbetsorder, obetald faktura eller saknas i KIS väntar. Tomt: för hand.',
          type: 'number',
          unit: 'dagar',
        },
      ],
    },
  ],
})
