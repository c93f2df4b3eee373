import type { Content } from './content.ts'
import { BASE, declared, numbered } from './part.ts'
import { checkRule, enoughApproved, onOrOff, recordInputs, ruleHead, SAID_FIRST, SAID_OF_RECORD } from './ruleParts.ts'

const KIND = { path: 'accept', not: 'G', why: '{name} gäller {code}, som inte färdiganmäls.' } as const

/** Which färdiganmälningar are accepted without a person: acceptRules.ts asks, tasks.ts does. */
export const accept = declared({
  place: 'Automatisk färdiganmälan',
  path: 'accept',
  of: (content: Content) => content.rules.accept,
  name: ({ name }) => name,
  said: [...SAID_FIRST, ...SAID_OF_RECORD],
  check: (content, say, t) => {
    for (const rule of content.rules.accept.filter((each) => each.active)) {
      const { name, code } = rule
      if (content.rules.fourEyes)
        say('warning', t('{name} används inte så länge två personer godkänner.', { name }), `/accept/${code}`)
      checkRule(rule, KIND, content, say, t)
    }
  },
  words: {
    intro:
      'Enkla färdiganmälningar som inte behöver en handläggare. Första regeln som passar godkänner, och loggen säger vilken.',
    add: 'Ny regel',
    empty: 'Inga regler än',
    remove: 'Ärenden som regeln har godkänt förblir godkända.',
    icon: 'check-circle',
  },
  order: 'by hand',
  links: (t) => [{ href: `${BASE}/auto`, label: t('Föranmälningar'), icon: 'check-circle', primary: false }],
  linksOfOne: ({ code }, t) => [
    { href: `${BASE}/accept/${code}/shadow`, label: t('Provkör på tidigare ärenden'), icon: 'history' },
  ],
  title: ({ name }) => name,
  row: (rule, { t }) => ({
    sub: [rule.jobs.join(', '), ...enoughApproved(rule, t)].join(' · '),
    tags: [onOrOff(rule, t)],
  }),
  code: numbered('F'),
  fresh: () => ({ active: false, jobs: [], minApproved: 5, maxRejectedPercent: 10 }),
  notes: (_each, t) => [
    t(
      'Bara enkla godkänns: utan avvikelse, varningar, saknade bilagor och olästa noteringar, för en anläggning, inte avvisade eller återöppnade, inte i väntläge eller hos beredningen, och inte sådant som ska tas bort eller är registrerat för hand.',
    ),
  ],
  inputs: ({ content, t }) => ({
    ...ruleHead(content, KIND, t),
    ...recordInputs(),
  }),
})
