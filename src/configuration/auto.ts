import type { Content } from './content.ts'
import { longText, text, wholeOrNone, yesNo } from './inputs.ts'
import { BASE, declared, numbered } from './part.ts'
import { checkRule, enoughApproved, onOrOff, recordInputs, ruleHead, SAID_FIRST, SAID_OF_RECORD } from './ruleParts.ts'

const KIND = { path: 'auto', not: 'D', why: '{name} gäller {code}, som inte godkänns i förväg.' } as const

/** What is approved without a person: autoRules.ts asks, tasks.ts does. */
export const auto = declared({
  place: 'Automatiskt godkännande',
  path: 'auto',
  of: (content: Content) => content.rules.auto,
  name: ({ name }) => name,
  said: [
    ...SAID_FIRST,
    ['högsta säkring', ({ maxFuse }) => (maxFuse === null ? '' : `${maxFuse} A`)],
    ['utan varningar', ({ noWarnings }, t) => t(noWarnings ? 'Ja' : 'Nej')],
    ...SAID_OF_RECORD,
    ['anslutningspunkt', ({ connectionPoint }) => connectionPoint],
    ['upplysningar', ({ message }) => message],
  ],
  check: (content, say, t) => {
    for (const rule of content.rules.auto.filter((each) => each.active)) checkRule(rule, KIND, content, say, t)
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
  row: (rule, { t }) => ({
    sub: [
      rule.jobs.join(', '),
      ...(rule.maxFuse === null ? [] : [t('högst {n} A', { n: rule.maxFuse })]),
      ...(rule.noWarnings ? [t('utan varningar')] : []),
      ...enoughApproved(rule, t),
    ].join(' · '),
    tags: [onOrOff(rule, t)],
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
    ...ruleHead(content, KIND, t),
    maxFuse: wholeOrNone('Högsta säkring', [1, 10_000], 'Ange hela ampere eller lämna tomt.', {
      help: 'Lämna tomt om storleken inte spelar någon roll.',
      unit: 'A',
    }),
    noWarnings: yesNo('Bara utan varningar'),
    ...recordInputs(),
    connectionPoint: text('Anslutningspunkt', 60, {
      heading: 'Vad medgivandet säger',
      help: 'T.ex. Befintlig anslutningspunkt. Säkring och anläggnings-ID tas ur anmälan.',
    }),
    message: longText('Upplysningar till installatören', 2000),
  }),
})
