import type { Translate } from '../language/i18n.ts'
import { SETTING_NAMES, type Content } from './content.ts'
import { choice, email, longTextOrNone, phone, textOrNone, whole, wholeOrNone, yesNo } from './inputs.ts'
import { RESTART_WORDS, SETTING_WORDS as ASKED } from './labels.ts'
import { single } from './part.ts'

const DAYS = 'Ange 1–400 vardagar.'

/** Times and who decides. */
export const rules = single({
  place: 'Regler',
  path: 'rules',
  said: [
    ['Två personer godkänner', (content, t) => t(content.rules.fourEyes ? 'Ja' : 'Nej')],
    [
      'Slutarkivering',
      ({ rules: { archiveAfterDays: n } }, t) =>
        n === null ? t('för hand') : t('efter {n} dag|efter {n} dagar', { n }),
    ],
    ['När ett ärende kommer tillbaka', (content, t) => t(RESTART_WORDS[content.rules.restart])],
    [
      'Tillfällig anläggning',
      ({ rules: { temporaryMonths: n } }, t) =>
        n === null ? t('så länge det behövs') : t('högst {n} månad|högst {n} månader', { n }),
    ],
  ],
  title: (_of, t) => t('Regler och tider'),
  intro: (_of, t) => t('Vardagar räknas utan helger, midsommarafton, julafton och nyårsafton.'),
  of: ({ settings, rules: { auto: _auto, accept: _accept, ...own } }: Content) => ({ ...settings, ...own }),
  stamped: (of) => {
    const { information, phone: _phone, email: _email, opening_hours, ...more } = of
    return Object.fromEntries(Object.entries(more).filter(([name]) => !/^(mail|remind)_/.test(name)))
  },
  inputs: () => ({
    decision_days: whole(ASKED.decision_days, [1, 400], DAYS, {
      heading: 'Tider',
      help: 'Utlovad svarstid. Dagen syns för installatören.',
      unit: 'vardagar',
    }),
    completion_days: whole(ASKED.completion_days, [1, 400], DAYS, { unit: 'vardagar' }),
    completion_lead_days: whole(ASKED.completion_lead_days, [0, 60], 'Ange 0–60 vardagar.', {
      help: 'Installatören varnas om ni får kortare tid på er.',
      unit: 'vardagar',
    }),
    restart: choice('När ett avvisat ärende kommer tillbaka', RESTART_WORDS, 'Välj vad som händer med tiden.', {
      help: 'Tiden står stilla så länge ärendet ligger hos installatören eller i väntläge. En jobbtyp kan ha egna tider, under dess namn och flöde.',
    }),
    consent_months: whole(ASKED.consent_months, [1, 60], 'Ange 1–60 månader.', { unit: 'månader' }),
    temporaryMonths: wholeOrNone(
      'En tillfällig anläggning får vara inkopplad',
      [1, 120],
      'Ange 1–120 månader eller lämna tomt.',
      {
        help: 'En anmälan om längre tid kan inte skickas, men en förlängning kan begäras. Lämna tomt om tiden är fri.',
        unit: 'månader',
      },
    ),
    strict_area: yesNo(ASKED.strict_area, {
      heading: 'Vad som får göras',
      help: 'Väljer ni nej får installatören bara en varning. Anmälningar som redan är påbörjade stoppas aldrig.',
      width: 12,
    }),
    withdrawal_allowed: yesNo(ASKED.withdrawal_allowed, {
      help: 'Gäller tills en handläggare har öppnat ärendet.',
      width: 12,
    }),
    consent_revocable: yesNo(ASKED.consent_revocable, { width: 12 }),
    expired_stops: yesNo(ASKED.expired_stops, {
      help: 'Annars varnas installatören bara. Ni kan förlänga medgivandet.',
      width: 12,
    }),
    quote_may_wait: yesNo(ASKED.quote_may_wait, {
      help: 'Annars väntar godkännandet tills slutkunden har svarat, eller offerten är tagen bort ur ärendet.',
      width: 12,
    }),
    fourEyes: yesNo('Två personer godkänner', {
      help: 'Varje godkännande, också av en färdiganmälan, föreslås av en handläggare och bekräftas av en annan. Gäller direkt, även i pågående ärenden.',
      width: 12,
    }),
    archiveAfterDays: wholeOrNone('Arkivera automatiskt efter', [1, 3650], 'Ange 1–3650 dagar eller lämna tomt.', {
      heading: 'Slutarkivering',
      help: 'Antal dagar efter att ärendet blev klart. Ärenden med öppen arbetsorder, obetald faktura eller som saknas i KIS väntar. Lämna tomt om ni arkiverar för hand.',
      unit: 'dagar',
    }),
  }),
  known: (of) => of,
  write: (_of, { fourEyes, archiveAfterDays, restart, temporaryMonths, ...settings }, content) => {
    Object.assign(content.rules, { fourEyes, archiveAfterDays, restart, temporaryMonths })
    Object.assign(content.settings, settings)
  },
})

/** Contact, information and mail. What differs in any setting is told here. */
export const contact = single({
  place: 'Kontakt och tider',
  path: 'contact',
  said: SETTING_NAMES.map((name) => [
    ASKED[name],
    ({ settings: { [name]: value } }: Content, t: Translate) =>
      typeof value === 'boolean' ? t(value ? 'Ja' : 'Nej') : String(value ?? ''),
  ]),
  title: (_of, t) => t('Kontakt och information'),
  intro: (_of, t) => t('Hur installatörerna når er, och vad de ska läsa innan de börjar.'),
  of: ({ settings }: Content) => {
    const { information, phone: telephone, email: address, opening_hours } = settings
    const { mail_received, mail_withdrawn, mail_hold } = settings
    const { remind_late, remind_escalated, remind_order, remind_temporary, remind_returned, remind_consent } = settings
    const reminders = { remind_late, remind_escalated, remind_order, remind_temporary, remind_returned, remind_consent }
    const mails = { mail_received, mail_withdrawn, mail_hold }
    return { information, phone: telephone, email: address, opening_hours, ...mails, ...reminders }
  },
  inputs: () => ({
    information: longTextOrNone(ASKED.information, 600, {
      heading: 'I varje ny anmälan',
      help: 'Visas överst, väl synlig. Lämna tomt om ingen text ska visas.',
    }),
    phone: phone(ASKED.phone, { heading: 'Så nås ni' }),
    email: email(ASKED.email),
    opening_hours: textOrNone(ASKED.opening_hours, 200),
    mail_received: yesNo(ASKED.mail_received, { heading: 'Mejl till nätområdets brevlåda', width: 12 }),
    mail_withdrawn: yesNo(ASKED.mail_withdrawn, { width: 12 }),
    mail_hold: yesNo(ASKED.mail_hold, {
      heading: 'Mejl till installatören',
      help: 'Orsaken står alltid i ärendet. Beslut mejlas alltid, om företaget inte har valt bort det.',
      width: 12,
    }),
    remind_late: yesNo(ASKED.remind_late, {
      heading: 'Påminnelser',
      help: 'Samlas i ett mejl på morgonen, och står i inkorgen tills ärendet öppnas. Var och en kan välja bort dem.',
      width: 12,
    }),
    remind_escalated: yesNo(ASKED.remind_escalated, {
      help: 'Sju dagar efter svarsdatumet, och genast när ingen har tagit ärendet.',
      width: 12,
    }),
    remind_order: yesNo(ASKED.remind_order, {
      help: 'Dagen efter den planerade. Utan dag: två veckor efter att ordern blev frisläppt.',
      width: 12,
    }),
    remind_temporary: yesNo(ASKED.remind_temporary, {
      help: 'Två veckor före. Handläggaren och installatören.',
      width: 12,
    }),
    remind_returned: yesNo(ASKED.remind_returned, { help: 'Efter två veckor.', width: 12 }),
    remind_consent: yesNo(ASKED.remind_consent, {
      help: 'En månad före, en vecka före och när det har gått ut.',
      width: 12,
    }),
  }),
  known: (of) => of,
  write: (_of, data, content) => void Object.assign(content.settings, data),
})
