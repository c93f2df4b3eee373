import type { Content } from './content.ts'
import { filled, longText, several, text, whole, wholeOrNone, yesNo } from './inputs.ts'
import { BASE, declared, numbered } from './part.ts'

/** What is approved without a person: autoRules.ts asks, tasks.ts does. */
export const auto = declared({
  place: 'Automatiskt godkännande',
  path: 'auto',
  of: (content: Content) => content.rules.auto,
  name: ({ name }) => name,
  said: [
    ['på eller av', ({ active }, t) => t(active ? 'På' : 'Av')],
    ['jobbtyper', ({ jobs }) => jobs.join(', ')],
    ['högsta säkring', ({ maxFuse }) => (maxFuse === null ? '' : `${maxFuse} A`)],
    ['utan varningar', ({ noWarnings }, t) => t(noWarnings ? 'Ja' : 'Nej')],
    ['tidigare godkända', ({ minApproved }) => `${minApproved}`],
    ['högst avvisade', ({ maxRejectedPercent }) => `${maxRejectedPercent} %`],
    ['anslutningspunkt', ({ connectionPoint }) => connectionPoint],
    ['upplysningar', ({ message }) => message],
  ],
  check: ({ jobs, rules }, say, t) => {
    for (const { code: rule, name, jobs: codes } of rules.auto.filter((each) => each.active)) {
      const wrong = (problem: string) => say('error', problem, `/auto/${rule}`)
      if (codes.length === 0) wrong(t('{name} gäller ingen jobbtyp.', { name }))
      for (const code of codes) {
        const job = jobs.find((each) => each.code === code)
        if (!job) wrong(t('{name} gäller {code}, som inte finns.', { name, code }))
        else if (job.flow === 'D') wrong(t('{name} gäller {code}, som inte godkänns i förväg.', { name, code }))
      }
    }
  },
  words: {
    intro:
      'Enkla anmälningar som inte behöver en handläggare. Första regeln som passar godkänner, och loggen säger vilken.',
    add: 'Ny regel',
    empty: 'Inga regler än',
    remove: 'Ärenden som regeln har godkänt förblir godkända.',
    icon: 'check-circle',
  },
  order: 'by hand',
  links: (t) => [{ href: `${BASE}/accept`, label: t('Färdiganmälningar'), icon: 'send', primary: false }],
  linksOfOne: ({ code }, t) => [
    { href: `${BASE}/auto/${code}/shadow`, label: t('Provkör på tidigare ärenden'), icon: 'history' },
  ],
  title: ({ name }) => name,
  row: ({ active, jobs, maxFuse, noWarnings, minApproved }, { t }) => ({
    sub: [
      jobs.join(', '),
      ...(maxFuse === null ? [] : [t('högst {n} A', { n: maxFuse })]),
      ...(noWarnings ? [t('utan varningar')] : []),
      ...(minApproved > 0 ? [t('minst {n} tidigare godkänd|minst {n} tidigare godkända', { n: minApproved })] : []),
    ].join(' · '),
    tags: [active ? { label: t('På'), tint: 'green' } : { label: t('Av'), tint: 'neutral' }],
  }),
  code: numbered('A'),
  fresh: () => ({
    active: false,
    jobs: [],
    maxFuse: 25,
    noWarnings: true,
    minApproved: 5,
    maxRejectedPercent: 10,
  }),
  notes: (_each, t) => [
    t(
      'Godkänns aldrig automatiskt: ärenden som har varit avvisade, är i väntläge, gäller flera anläggningar eller som installatören vill få granskade.',
    ),
  ],
  inputs: ({ content, t }) => ({
    name: filled('Namn', 100, { help: 'Står i ärendets logg.' }),
    active: yesNo('Regeln används', { help: 'Låt den vara av tills provkörningen ser bra ut.', width: 12 }),
    jobs: several(
      'Jobbtyper',
      content.jobs
        .filter((job) => job.active && job.flow !== 'D')
        .map(({ code, name }) => ({ value: code, label: `${code} ${t(name)}` })),
      { heading: 'När', required: true, least: 'Välj minst en jobbtyp.' },
    ),
    maxFuse: wholeOrNone('Högsta säkring', [1, 10_000], 'Ange hela ampere eller lämna tomt.', {
      help: 'Lämna tomt om storleken inte spelar någon roll.',
      unit: 'A',
    }),
    noWarnings: yesNo('Bara utan varningar'),
    minApproved: whole('Tidigare godkända från företaget', [0, 10_000], 'Ange ett heltal, 0 eller mer.', {
      help: 'Minsta antal tidigare godkända',
      unit: 'st',
    }),
    maxRejectedPercent: whole('Högst avvisade', [0, 100], 'Ange 0–100 procent.', {
      help: 'Av företagets besked det senaste året.',
      unit: '%',
    }),
    connectionPoint: text('Anslutningspunkt', 60, {
      heading: 'Vad medgivandet säger',
      help: 'T.ex. Befintlig anslutningspunkt. Säkring och anläggnings-ID tas ur anmälan.',
    }),
    message: longText('Upplysningar till installatören', 2000),
  }),
})
