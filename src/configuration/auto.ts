import { z } from 'zod'
import { collection } from './collection.ts'
import { BASE } from './page.ts'
import { filled, line, longText, several, whole, wholeOrNone, yesNo } from './inputs.ts'
import { freeCode } from './reasons.ts'

/** What is approved without a person: src/configuration/autoRules.ts asks, src/configuration/tasks.ts does. */
export const auto = collection({
  path: 'auto',
  words: {
    list: 'Automatiskt godkännande',
    intro:
      'Enkla anmälningar som inte behöver en handläggare. Första regeln som passar godkänner, och loggen säger vilken.',
    add: 'Ny regel',
    empty: 'Inga regler än',
    remove: 'Det som regeln har godkänt står kvar.',
    icon: 'check-circle',
  },
  movable: true,
  of: (content) => content.rules.auto,
  links: () => [],
  linksOfOne: ({ code }, t) => [
    { href: `${BASE}/auto/${code}/shadow`, label: t('Provkör på tidigare ärenden'), icon: 'history' },
  ],
  row: ({ name, active, jobs, maxFuse, noWarnings, minApproved }, t) => ({
    title: name,
    sub: [
      jobs.join(', '),
      ...(maxFuse === null ? [] : [t('högst {n} A', { n: maxFuse })]),
      ...(noWarnings ? [t('utan varningar')] : []),
      ...(minApproved > 0 ? [t('minst {n} tidigare godkänd|minst {n} tidigare godkända', { n: minApproved })] : []),
    ].join(' · '),
    tags: [active ? { label: t('På'), tint: 'green' } : { label: t('Av'), tint: 'neutral' }],
  }),
  schema: z.object({
    name: filled(100),
    active: yesNo,
    jobs: several.pipe(z.array(z.string().max(10)).min(1, 'Välj minst en jobbtyp.')),
    maxFuse: wholeOrNone(1, 10_000, 'Ange hela ampere, eller inget.'),
    noWarnings: yesNo,
    minApproved: whole(0, 10_000, 'Ange ett heltal, 0 eller mer.'),
    maxRejectedPercent: whole(0, 100, 'Ange 0–100 procent.'),
    connectionPoint: line(60),
    message: longText(2000),
  }),
  known: (each) => ({
    name: each?.name ?? '',
    active: each?.active ? 'ja' : 'nej',
    jobs: each?.jobs ?? [],
    maxFuse: String(each ? (each.maxFuse ?? '') : 25),
    noWarnings: (each?.noWarnings ?? true) ? 'ja' : 'nej',
    minApproved: String(each?.minApproved ?? 5),
    maxRejectedPercent: String(each?.maxRejectedPercent ?? 10),
    connectionPoint: each?.connectionPoint ?? '',
    message: each?.message ?? '',
  }),
  notes: (_each, t) => [
    t(
      'Aldrig av sig själv: det som har varit avvisat, är i väntläge, gäller flera anläggningar, eller där installatören vill att någon granskar.',
    ),
  ],
  fields: (content, _each, t) => [
    {
      title: '',
      fields: [
        { key: 'name', label: 'Namn', help: 'Står i ärendets logg.', type: 'text', required: true, width: 12 },
        {
          key: 'active',
          label: 'Regeln används',
          help: 'Låt den vara av tills provkörningen ser bra ut.',
          type: 'yesNo',
          required: true,
          width: 12,
        },
      ],
    },
    {
      title: 'När',
      fields: [
        {
          key: 'jobs',
          label: 'Jobbtyper',
          type: 'choices',
          required: true,
          width: 12,
          options: content.jobs
            .filter((job) => job.active && job.flow !== 'D')
            .map(({ code, name }) => ({ value: code, label: `${code} ${t(name)}` })),
        },
        { key: 'maxFuse', label: 'Högsta säkring', help: 'Tomt: spelar ingen roll.', type: 'number', unit: 'A' },
        { key: 'noWarnings', label: 'Bara utan varningar', type: 'yesNo', required: true },
        {
          key: 'minApproved',
          label: 'Tidigare godkända från företaget',
          help: 'Minst så många, någonsin.',
          type: 'number',
          unit: 'st',
          required: true,
        },
        {
          key: 'maxRejectedPercent',
          label: 'Högst avvisade',
          help: 'Av företagets besked det senaste året.',
          type: 'number',
          unit: '%',
          required: true,
        },
      ],
    },
    {
      title: 'Vad medgivandet säger',
      fields: [
        {
          key: 'connectionPoint',
          label: 'Anslutningspunkt',
          help: 'T.ex. Befintlig anslutningspunkt. Säkring och anläggnings-ID tas ur anmälan.',
          type: 'text',
          width: 12,
        },
        { key: 'message', label: 'Upplysningar till installatören', type: 'longText', width: 12 },
      ],
    },
  ],
  make: (data, before, content) => ({
    code: before?.code ?? freeCode('A', new Set(content.rules.auto.map(({ code }) => code))),
    ...data,
  }),
})
