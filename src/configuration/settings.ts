import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { parseEmail } from '../forms/identifiers/email.ts'
import { parsePhone, showPhone } from '../forms/identifiers/phone.ts'
import type { Field } from '../forms/definition.ts'
import { emptyForm, optionalIdentifier, readForm } from '../web/forms.ts'
import type { Form, Views } from '../web/pages.ts'
import { SETTING_WORDS } from './compare.ts'
import type { Content } from './content.ts'
import { line, longText, whole, wholeOrNone, yesNo } from './inputs.ts'
import { BASE, readContent, showForm, write } from './page.ts'

/** Contact, information and mail: /contact. Times and who decides: /rules. */
export const contact = Router()
export const rules = Router()

interface SettingsPage<S extends z.ZodType> {
  path: string
  title: string
  intro: string
  schema: S
  part: (content: Content) => unknown
  known: (content: Content) => Form['values']
  write: (content: Content, data: z.output<S>) => void
  groups: Views['configuration/form']['groups']
}

function settingsPage<S extends z.ZodType>(router: Router, page: SettingsPage<S>): void {
  router.get('/', async (req, res) => show(req, res, emptyForm, false))
  router.post('/', async (req, res) => {
    const input = readForm(page.schema, req.body)
    if (!input.ok) return show(req, res.status(422), input.form, false)
    const to = `${BASE}/${page.path}`
    if (await write(req, res, { part: page.part, work: (content) => page.write(content, input.data), to })) return
    return show(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
  })
  async function show(req: Request, res: Response, form: Form, conflict: boolean): Promise<void> {
    const { content, bar } = await readContent(req)
    const { t } = res.locals
    await showForm(res, {
      title: t(page.title),
      intro: t(page.intro),
      back: null,
      bar,
      part: page.part(content),
      conflict,
      form,
      known: page.known(content),
      groups: page.groups,
    })
  }
}

const ask = (key: keyof typeof SETTING_WORDS, more: Partial<Field> & Pick<Field, 'type'>): Field => ({
  key,
  label: SETTING_WORDS[key],
  width: 6,
  ...more,
})
const says = (value: boolean) => (value ? 'ja' : 'nej')

const Contact = z.object({
  information: longText(600),
  phone: z.string().default('').pipe(optionalIdentifier(parsePhone)),
  email: z.string().default('').pipe(optionalIdentifier(parseEmail)),
  opening_hours: line(200),
  mail_received: yesNo,
  mail_withdrawn: yesNo,
})

const contactOf = ({ settings }: Content) => {
  const { information, phone, email, opening_hours, mail_received, mail_withdrawn } = settings
  return { information, phone, email, opening_hours, mail_received, mail_withdrawn }
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
})

const rulesOf = ({ settings, rules: { fourEyes, archiveAfterDays } }: Content) => {
  const {
    information: _i,
    phone: _p,
    email: _e,
    opening_hours: _o,
    mail_received: _r,
    mail_withdrawn: _w,
    ...rest
  } = settings
  return { ...rest, fourEyes, archiveAfterDays }
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
  write: (content, { fourEyes, archiveAfterDays, ...settings }) => {
    Object.assign(content.rules, { fourEyes, archiveAfterDays })
    Object.assign(content.settings, settings)
  },
  groups: [
    {
      title: 'Tider',
      fields: [
        ask('decision_days', { ...vardagar, help: 'Så snart ni lovar besked. Dagen syns för installatören.' }),
        ask('completion_days', vardagar),
        ask('completion_lead_days', { ...vardagar, help: 'Kortare varsel än så ger installatören en varning.' }),
        ask('consent_months', { type: 'number', unit: 'månader', required: true }),
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
