import type { Content } from './content.ts'
import { filled, several, whole, yesNo } from './inputs.ts'
import { BASE, declared, numbered } from './part.ts'

/** Which färdiganmälningar are accepted without a person: acceptRules.ts asks, tasks.ts does. */
export const accept = declared({
  place: 'Automatisk färdiganmälan',
  path: 'accept',
  of: (content: Content) => content.rules.accept,
  name: ({ name }) => name,
  said: [
    ['på eller av', ({ active }, t) => t(active ? 'På' : 'Av')],
    ['jobbtyper', ({ jobs }) => jobs.join(', ')],
    ['tidigare godkända', ({ minApproved }) => `${minApproved}`],
    ['högst avvisade', ({ maxRejectedPercent }) => `${maxRejectedPercent} %`],
  ],
  check: ({ jobs, rules }, say, t) => {
    for (const { code: rule, name, jobs: codes } of rules.accept.filter((each) => each.active)) {
      const wrong = (problem: string) => say('error', problem, `/accept/${rule}`)
      if (rules.fourEyes)
        say('warning', t('{name} används inte så länge två personer godkänner.', { name }), `/accept/${rule}`)
      if (codes.length === 0) wrong(t('{name} gäller ingen jobbtyp.', { name }))
      for (const code of codes) {
        const job = jobs.find((each) => each.code === code)
        if (!job) wrong(t('{name} gäller {code}, som inte finns.', { name, code }))
        else if (job.flow === 'G') wrong(t('{name} gäller {code}, som inte färdiganmäls.', { name, code }))
      }
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
  row: ({ active, jobs, minApproved }, { t }) => ({
    sub: [
      jobs.join(', '),
      ...(minApproved > 0 ? [t('minst {n} tidigare godkänd|minst {n} tidigare godkända', { n: minApproved })] : []),
    ].join(' · '),
    tags: [active ? { label: t('På'), tint: 'green' } : { label: t('Av'), tint: 'neutral' }],
  }),
  code: numbered('F'),
  fresh: () => ({ active: false, jobs: [], minApproved: 5, maxRejectedPercent: 10 }),
  notes: (_each, t) => [
    t(
      'Bara enkla godkänns: utan avvikelse, varningar, saknade bilagor och olästa noteringar, för en anläggning, inte avvisade eller återöppnade, inte i väntläge eller hos beredningen, och inte sådant som ska tas bort eller är registrerat för hand.',
    ),
  ],
  inputs: ({ content, t }) => ({
    name: filled('Namn', 100, { help: 'Står i ärendets logg.' }),
    active: yesNo('Regeln används', { help: 'Låt den vara av tills provkörningen ser bra ut.', width: 12 }),
    jobs: several(
      'Jobbtyper',
      content.jobs
        .filter((job) => job.active && job.flow !== 'G')
        .map(({ code, name }) => ({ value: code, label: `${code} ${t(name)}` })),
      { heading: 'När', required: true, least: 'Välj minst en jobbtyp.' },
    ),
    minApproved: whole('Tidigare godkända från företaget', [0, 10_000], 'Ange ett heltal, 0 eller mer.', {
      help: 'Minsta antal tidigare godkända',
      unit: 'st',
    }),
    maxRejectedPercent: whole('Högst avvisade', [0, 100], 'Ange 0–100 procent.', {
      help: 'Av företagets besked det senaste året.',
      unit: '%',
    }),
  }),
})
