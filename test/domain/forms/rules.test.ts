import { describe, expect, test } from 'vitest'
import { JOB_TYPES, jobType } from '../../../src/domain/forms/catalogue/jobs.ts'
import type { Answers, Finding } from '../../../src/domain/forms/definition.ts'
import { findings, RULES, type RuleContext } from '../../../src/domain/forms/rules.ts'
import { fieldsOf } from '../../../src/domain/forms/schema.ts'

interface Situation {
  notice?: Answers
  completion?: Answers
  consent?: Answers
  context?: Omit<Partial<RuleContext>, 'owner'>
  owner?: Partial<RuleContext['owner']>
  today?: string
}

const owner = {
  ladder: [16, 20, 25, 35, 50, 63, 80, 100],
  intervals: [[16, 20, 25], [35], [50, 63]],
  completionLeadDays: 5,
  strictArea: false,
}
const context: RuleContext = {
  owner,
  companyOrgNumber: '5599990040',
  companyAuthorisation: 'A',
  areaHasPostcode: true,
  otherActiveCase: null,
}

/** What the rules of a job type say of this, on Monday 2027-02-01; notices are certified and their customer has a number. */
function say(code: string, situation: Situation): Finding[] {
  const job = jobType(code)
  return findings({
    job,
    phase: situation.completion ? 'completion' : 'notice',
    notice: { best_id: '191212121212', intygande: true, ...situation.notice },
    completion: situation.completion ?? {},
    consent: situation.consent ?? {},
    today: situation.today ?? '2027-02-01',
    context: { ...context, ...situation.context, owner: { ...owner, ...situation.owner } },
  })
}

/** What one rule says: 'error sakr_ny' or 'warning …'. */
const verdicts = (rule: string, job: string, situation: Situation) =>
  say(job, situation)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, field }) => `${severity} ${field}`)

type Case = [rule: string, job: string, situation: Situation, ...verdict: string[]]
const ask = (notice: Answers): Situation => ({ notice })

// Without a verdict the rule must be silent.
const cases: Case[] = [
  ['V01', 'NY01', ask({})],
  ['V01', 'NY01', ask({ best_id: '' }), 'error best_id'],
  ['V01', 'NY01', ask({ best_id: '', best_utan_pnr: true, best_fodd: '1980-03-04' })],

  ['V02', 'NY02', ask({ max_effekt: 55.4, sakr_ny: 80 })],
  ['V02', 'NY02', ask({ max_effekt: 55.5, sakr_ny: 80 }), 'error max_effekt'],
  ['V02', 'BE10', ask({ max_effekt: 18, sakr_bef: 25 }), 'error max_effekt'],
  ['V02', 'BE10', ask({ max_effekt: 3.7, sakr_bef: 16, fas_bef: '1' }), 'error max_effekt'],

  // Falkenberg's table, as √3 · 0,4 · A gives it.
  ...(
    [
      [16, 11],
      [20, 13.8],
      [25, 17.2],
      [35, 24],
      [50, 34.5],
      [63, 43.5],
    ] as const
  ).flatMap(([sakr_bef, most]): Case[] => [
    ['V03', 'PR01', ask({ sakr_bef, prod_max: most })],
    ['V03', 'PR01', ask({ sakr_bef, prod_max: most + 0.5 }), 'error prod_max'],
  ]),
  ['V03', 'PR01', ask({ sakr_bef: 16, sakr_ny: 25, prod_max: 17 })],
  ['V03', 'PR01', ask({ prod_max: 20 })],

  ['V04', 'PR01', ask({ sakr_bef: 25, prod_max: 12, lag_effekt_ut: 5, lag_koppling: 'ac', lag_inmatning: 'ja' })],
  [
    'V04',
    'PR01',
    ask({ sakr_bef: 25, prod_max: 17, lag_effekt_ut: 5, lag_koppling: 'ac', lag_inmatning: 'ja' }),
    'error lag_inmatning',
  ],
  ['V04', 'PR01', ask({ sakr_bef: 25, prod_max: 17, lag_effekt_ut: 5, lag_koppling: 'dc', lag_inmatning: 'ja' })],
  ['V04', 'LA01', ask({ sakr_bef: 25, ladd_v2g: true, lag_effekt_ut: 11, lag_koppling: 'ac', lag_inmatning: 'ja' })],
  [
    'V04',
    'LA01',
    ask({ sakr_bef: 25, ladd_v2g: true, lag_effekt_ut: 22, lag_koppling: 'ac', lag_inmatning: 'ja' }),
    'error lag_inmatning',
  ],
  ['V04', 'PR01', ask({ sakr_bef: 25, prod_max: 17, lag_effekt_ut: 5, lag_koppling: 'ac', lag_inmatning: 'nej' })],
  [
    'V04',
    'EL02',
    ask({ sakr_bef: 25, lag_effekt_ut: 30, lag_koppling: 'ac', lag_inmatning: 'begransad', lag_grans: 18 }),
    'error lag_grans',
  ],

  ['V05', 'LA01', ask({ sakr_bef: 20, ladd_effekt: '11', ladd_antal: 1, ladd_lastbalans: false })],
  [
    'V05',
    'LA01',
    ask({ sakr_bef: 20, ladd_effekt: '11', ladd_antal: 2, ladd_lastbalans: false }),
    'warning ladd_effekt',
  ],
  ['V05', 'LA01', ask({ sakr_bef: 20, ladd_effekt: '11', ladd_antal: 2, ladd_lastbalans: true, ladd_max: 13 })],
  [
    'V05',
    'LA01',
    ask({ sakr_bef: 20, ladd_effekt: '11', ladd_antal: 2, ladd_lastbalans: true, ladd_max: 14 }),
    'warning ladd_max',
  ],
  ['V05', 'LA01', ask({ sakr_bef: 20, ladd_effekt: 'annat', ladd_total: 14, ladd_antal: 1 }), 'warning ladd_effekt'],
  ['V05', 'LA01', ask({ sakr_bef: 20, ladd_effekt: 'annat' })],

  ['V06', 'PR01', ask({ sakr_bef: 63, prod_max: 43.5 })],
  ['V06', 'PR01', ask({ sakr_bef: 63, prod_max: 43.6 }), 'error prod_max'],
  ['V06', 'PR01', ask({ sakr_bef: 80, prod_max: 10 }), 'error prod_max'],

  ['V07', 'PR02', ask({ prod_max: 1499, prod_rfg: 'A' })],
  ['V07', 'PR02', ask({ prod_max: 1500, prod_rfg: 'A' }), 'error prod_max'],
  ['V07', 'PR03', ask({ prod_max: 1500, prod_rfg: 'B' })],
  ['V07', 'PR03', ask({ prod_max: 10_000, prod_rfg: 'B' }), 'error prod_rfg'],
  ['V07', 'PR03', ask({ prod_max: 30_000, prod_rfg: 'D' })],
  ['V07', 'PR03', ask({ prod_max: 2000, prod_rfg: 'B', hsp_spanning: '130' }), 'error prod_rfg'],

  ['V08', 'BE01', ask({ sakr_bef: 16, sakr_ny: 25 })],
  ['V08', 'BE01', ask({ sakr_bef: 63, sakr_ny: 50 })],
  ['V08', 'BE01', ask({ sakr_bef: 25, sakr_ny: 35 }), 'error sakr_ny'],
  ['V08', 'BE01', { notice: { sakr_bef: 25, sakr_ny: 35 }, owner: { intervals: [[16, 20, 25, 35]] } }],
  ['V08', 'BE03', ask({ sakr_bef: 25, sakr_ny: 35 })],
  ['V08', 'BE03', ask({ sakr_bef: 16, sakr_ny: 20 }), 'warning sakr_ny'],

  ['V09', 'BE02', ask({ sakr_bef: 25, sakr_ny: 16, senaste_andring: '2026-02-01' })],
  ['V09', 'BE02', ask({ sakr_bef: 25, sakr_ny: 16, senaste_andring: '2026-02-02' }), 'warning senaste_andring'],
  [
    'V09',
    'BE02',
    { notice: { sakr_bef: 25, sakr_ny: 16 }, context: { recentFuseChange: '2026-12-01' } },
    'warning sakr_ny',
  ],
  ['V09', 'BE02', ask({ sakr_bef: 25, senaste_andring: '2026-12-01' })],

  ['V10', 'BE02', ask({ anl_id: '735999000100000029' })],
  [
    'V10',
    'BE02',
    { notice: { anl_id: '735999000100000029' }, context: { otherActiveCase: 'other' } },
    'warning anl_id',
  ],
  ['V10', 'BE11', { notice: { matarnummer: 'MT-1' }, context: { otherActiveCase: 'own' } }, 'warning matarnummer'],

  ['V11', 'TI01', ask({ till_start: '2027-02-22', till_slut: '2028-02-22' })],
  ['V11', 'TI01', ask({ till_start: '2027-02-22', till_slut: '2028-02-23' }), 'error till_slut'],
  ['V11', 'TI01', ask({ till_start: '2028-02-29', till_slut: '2029-02-28' })],
  ['V11', 'TI01', ask({ till_start: '2028-02-29', till_slut: '2029-03-01' }), 'error till_slut'],
  ['V11', 'TI04', ask({ till_start: '2027-02-22', till_slut: '2028-03-01' }), 'warning till_slut'],

  // Five vardagar after Monday 1 February is Monday the 8th.
  ['V12', 'LA01', ask({ fardigdatum: '2027-02-08' })],
  ['V12', 'LA01', ask({ fardigdatum: '2027-02-05' }), 'warning fardigdatum'],
  ['V12', 'NY01', { completion: { y_klar_matare: '2027-02-08', y_klar_tillk: '2027-02-08' } }],
  [
    'V12',
    'NY01',
    { completion: { y_klar_matare: '2027-02-05', y_klar_tillk: '2027-02-05' } },
    'warning y_klar_matare',
    'warning y_klar_tillk',
  ],
  ['V12', 'NY01', { completion: { y_klar_matare: '2027-02-02' }, owner: { completionLeadDays: 1 } }],

  ['V13', 'NY01', ask({ fardigdatum: '2027-04-15', onskad_ink: '2027-04-16' })],
  ['V13', 'NY01', ask({ fardigdatum: '2027-04-17' }), 'warning fardigdatum'],
  [
    'V13',
    'NY01',
    ask({ fardigdatum: '2027-04-18', onskad_ink: '2027-05-06' }),
    'warning fardigdatum',
    'warning onskad_ink',
  ],
  ['V13', 'NY01', { completion: { y_klar_matare: '2027-06-25' } }, 'warning y_klar_matare'],
  ['V13', 'NY01', { completion: { y_klar_matare: '2027-06-28' } }],

  ['V14', 'NY01', ask({ regelef_typ: 'AL' })],
  ['V14', 'NY01', ask({ regelef_typ: 'B' }), 'error regelef_typ'],
  ['V14', 'NY01', { context: { companyAuthorisation: 'B' } }, 'error regelef_typ'],
  ['V14', 'NY01', { notice: { regelef_typ: 'A' }, context: { companyAuthorisation: 'B' } }],

  ['V16', 'PR01', ask({ vr: [{ vr_antal: 1, vr_effekt: 3, vr_fas: '1' }] })],
  ['V16', 'PR01', ask({ vr: [{ vr_antal: 2, vr_effekt: 2, vr_fas: '1' }] }), 'warning vr.0.vr_fas'],
  ['V16', 'PR01', ask({ vr: [{ vr_antal: 1, vr_effekt: 10, vr_fas: '3' }] })],
  [
    'V16',
    'BE10',
    ask({
      app: [
        { app_fas: '1', app_effekt: 2 },
        { app_fas: '1', app_effekt: 6 },
      ],
    }),
    'warning app.1.app_fas',
  ],

  ['V17', 'NY02', ask({ matmetod: 'stromtrafo', ct_omsattning: '100/5' })],
  ['V17', 'NY02', ask({ matmetod: 'stromtrafo' }), 'error ct_omsattning'],
  ['V17', 'NY02', ask({ matmetod: 'direkt' })],

  ['V18', 'NY01', {}],
  ['V18', 'NY01', { context: { areaHasPostcode: null } }],
  ['V18', 'NY01', { context: { areaHasPostcode: false } }, 'warning anl_postnr'],
  ['V18', 'NY01', { context: { areaHasPostcode: false }, owner: { strictArea: true } }, 'error anl_postnr'],

  ['V19', 'NY01', ask({ best_epost: 'tolvan@gmail.com' })],
  ['V19', 'NY01', ask({ best_epost: 'tolvan@gmial.com' }), 'warning best_epost'],
  ['V19', 'NY01', ask({ best_epost: { blank: 'Kunden har ingen' } })],
  ['V19', 'NY01', { completion: { y_slutkund_epost: 'tolvan@hotmial.com' } }, 'warning y_slutkund_epost'],

  ['V20', 'NY01', ask({ intygande: true })],
  ['V20', 'NY01', ask({ intygande: false }), 'error intygande'],

  // Today is 2027-02-01: twelve months back is the last day that will do.
  ['V21', 'NY01', { context: { registerCheckedOn: null } }],
  ['V21', 'NY01', { context: { registerCheckedOn: '2020-01-01' } }],
  ['V21', 'NY01', { context: { registerCheckedOn: '2026-02-01' }, owner: { registerCheckMonths: 12 } }],
  [
    'V21',
    'NY01',
    { context: { registerCheckedOn: '2026-01-31' }, owner: { registerCheckMonths: 12 } },
    'warning regelef_namn',
  ],
  ['V21', 'LA01', { context: { registerCheckedOn: null }, owner: { registerCheckMonths: 6 } }, 'warning regelef_namn'],

  ['B01', 'NY01', ask({ best_id: '5599990057' })],
  ['B01', 'NY01', ask({ best_id: '5599990040' }), 'warning best_id'],
  [
    'B01',
    'NY01',
    { notice: { best_id: '191212121212' }, context: { companyOrgNumber: '1212121212' } },
    'warning best_id',
  ],
  ['B01', 'NY01', { notice: { best_id: '' }, context: { companyOrgNumber: null } }],

  ['B02', 'NY01', ask({ best_typ: 'privat', best_namn: 'Tolvan Tolvansson' })],
  ['B02', 'NY01', ask({ best_typ: 'foretag', best_namn: 'Brf Kvarnen 5' })],
  ['B02', 'NY01', ask({ best_typ: 'privat', best_namn: 'Tolvan 12' }), 'error best_namn'],

  ['B03', 'NY01', ask({ best_fodd: '1980-03-04' })],
  ['B03', 'NY01', ask({ best_fodd: '1980-01-01' }), 'warning best_fodd'],

  ['D01', 'PR04', ask({ anl_id: '735999000100000036', anl_id_inm: '735999000100000111' })],
  ['D01', 'PR04', ask({ anl_id: '735999000100000036', anl_id_inm: '735999000100000036' }), 'error anl_id_inm'],
  ['D02', 'BE08', ask({ rader: [{ anl_id: '735999000100000104' }], avs_anl_kvar: '735999000100000111' })],
  [
    'D02',
    'BE08',
    ask({ rader: [{}, { anl_id: '735999000100000104' }], avs_anl_kvar: '735999000100000104' }),
    'error avs_anl_kvar',
  ],
  ['V15', 'NY04', ask({ rader: [{ lgh_nr: '1001' }, { lgh_nr: '1002' }, {}, {}] })],
  [
    'V15',
    'NY04',
    ask({
      rader: [
        { anl_id: '735999000100000104', anl_benamning: 'Lgh 1' },
        { anl_id: '735999000100000111', anl_benamning: 'lgh 2' },
        { anl_benamning: 'Lgh 2' },
        { anl_id: '735999000100000104' },
      ],
    }),
    'error rader.3.anl_id',
    'error rader.2.anl_benamning',
  ],
  ['V02', 'LA02', ask({ max_effekt: 27, rader: [{ sakr_bef: 16 }, { sakr_bef: 25 }] })],
  ['V02', 'LA02', ask({ max_effekt: 29, rader: [{ sakr_bef: 16 }, { sakr_bef: 25 }] }), 'error max_effekt'],
  [
    'V13',
    'NY04',
    { completion: { y_rader: [{ y_klar_matare: '2027-02-15' }, { y_klar_matare: '2027-02-14' }] } },
    'warning y_rader.1.y_klar_matare',
  ],
  [
    'Y02',
    'NY04',
    {
      completion: { y_rader: [{ y_sakr: 20 }, { y_sakr: 25 }] },
      notice: { rader: [{ sakr_ny: 20 }, { sakr_ny: 20 }] },
    },
    'warning y_rader.1.y_sakr',
  ],

  ['E01', 'BE05', ask({ servis_atgard: ['flytt', 'ny'] })],
  ['E01', 'BE05', ask({ servis_atgard: ['ingen'] }), 'error servis_atgard'],

  ['F01', 'NY01', ask({ sakr_ny: 25, servissakr_ny: 25 })],
  ['F01', 'NY01', ask({ sakr_ny: 35, servissakr_ny: 25 }), 'warning servissakr_ny'],
  ['F02', 'BE01', ask({ sakr_bef: 16, sakr_ny: 20 })],
  ['F02', 'BE01', ask({ sakr_bef: 16, sakr_ny: 16 }), 'error sakr_ny'],
  ['F03', 'BE02', ask({ sakr_bef: 25, sakr_ny: 16 })],
  ['F03', 'BE02', ask({ sakr_bef: 25, sakr_ny: 25 }), 'error sakr_ny'],
  ['F03', 'BE02', ask({ sakr_bef: 25, sakr_ny: 35 }), 'error sakr_ny'],
  ['F04', 'BE03', ask({ sakr_bef: 25, sakr_ny: 35 })],
  ['F04', 'BE03', ask({ sakr_bef: 35, sakr_ny: 35 }), 'error sakr_ny'],
  ['F05', 'BE04', ask({ fas_bef: '1', fas_ny: '3' })],
  ['F05', 'BE04', ask({ fas_bef: '3', fas_ny: '1' }), 'error fas_bef', 'error fas_ny'],
  ['F06', 'NY01', ask({ anl_typ: 'villa', arsforbr: 18_000 })],
  ['F06', 'NY01', ask({ anl_typ: 'villa', arsforbr: 180 }), 'warning arsforbr'],
  ['F06', 'NY01', ask({ anl_typ: 'industri', arsforbr: 180_000 })],
  ['F07', 'NY01', ask({ sakr_ny: 63 })],
  ['F07', 'NY01', ask({ sakr_ny: 80 }), 'error sakr_ny'],
  ['F08', 'NY02', ask({ sakr_ny: 80 })],
  ['F08', 'NY02', ask({ sakr_ny: 63 }), 'error sakr_ny'],
  ['F09', 'BE02', ask({ sasong: false })],
  ['F09', 'BE02', ask({ sasong: true }), 'warning sasong'],

  ['H01', 'BE06', ask({ mat_placering_bef: 'inomhus', mat_placering: 'fasad' })],
  ['H01', 'BE06', ask({ mat_placering_bef: 'annat', mat_placering: 'annat' })],
  ['H01', 'BE06', ask({ mat_placering_bef: 'fasad', mat_placering: 'fasad' }), 'error mat_placering'],
  ['H02', 'NY02', ask({ matmetod: 'stromtrafo', sakr_ny: 80 })],
  ['H02', 'NY02', ask({ matmetod: 'direkt', sakr_ny: 80 }), 'warning matmetod'],
  ['H03', 'PR01', ask({ anl_typ: 'villa', mat_placering: 'fasad' })],
  ['H03', 'PR01', ask({ anl_typ: 'villa', mat_placering: 'inomhus' }), 'warning mat_placering'],

  ['I01', 'TI01', ask({ till_start: '2027-02-22', till_slut: '2027-02-23' })],
  ['I01', 'TI01', ask({ till_start: '2027-02-22', till_slut: '2027-02-22' }), 'error till_slut'],

  ['J01', 'PR01', ask({ prod_brytare: true })],
  ['J01', 'PR01', ask({ prod_brytare: false }), 'error prod_brytare'],
  ['J02', 'PR01', ask({ prod_max: 12.3, vr: [{ vr_antal: 3, vr_effekt: 4.1 }] })],
  ['J02', 'PR01', ask({ prod_max: 12.4, vr: [{ vr_antal: 3, vr_effekt: 4.1 }] }), 'error prod_max'],
  ['J02', 'PR01', ask({ prod_max: 12.4 })],

  ['M01', 'RE01', ask({ res_parallell: 'kortvarig' })],
  ['M01', 'RE01', ask({ res_parallell: 'standig' }), 'error res_parallell'],
  ['O01', 'TR01', ask({ hsp_spanning: '20', regelef_typ: 'A' })],
  ['O01', 'TR01', ask({ hsp_spanning: '20', regelef_typ: 'AL' }), 'error regelef_typ'],
  ['P01', 'GB01', ask({ bel_matt: 'matt' })],
  ['P01', 'GB01', ask({ bel_matt: 'omatt' }), 'warning bel_matt'],

  ['Q01', 'NY01', ask({ fardigdatum: '2027-04-15', onskad_ink: '2027-04-15' })],
  ['Q01', 'NY01', ask({ fardigdatum: '2027-04-15', onskad_ink: '2027-04-14' }), 'error onskad_ink'],

  ['Y01', 'BE02', { completion: { y_utfort: '2027-02-01' } }],
  ['Y01', 'BE02', { completion: { y_utfort: '2027-02-02' } }, 'error y_utfort'],
  ['Y02', 'NY01', { completion: { y_sakr: 25 }, consent: { x_matarsakring: 25 }, notice: { sakr_ny: 20 } }],
  [
    'Y02',
    'NY01',
    { completion: { y_sakr: 20 }, consent: { x_matarsakring: 25 }, notice: { sakr_ny: 20 } },
    'warning y_sakr',
  ],
  ['Y02', 'BE02', { completion: { y_sakr: 20 }, notice: { sakr_ny: 16 } }, 'warning y_sakr'],
  ['Y02', 'BE02', { completion: { y_sakr: 16 }, notice: { sakr_bef: 25, sakr_ny: 16 } }],
  ['Y03', 'BE06', { completion: { y_matare_bef: 'MT-1' }, notice: { matarnummer: 'MT-1' } }],
  ['Y03', 'BE06', { completion: { y_matare_bef: 'MT-2' }, notice: { matarnummer: 'MT-1' } }, 'warning y_matare_bef'],
  ['Y03', 'BE02', { completion: { y_matare_bef: 'MT-2' } }],
]

test.each(cases)('%s in %s: %j', (rule, job, situation, ...verdict) => {
  expect(jobType(job)[situation.completion ? 'completion' : 'notice'].rules).toContain(rule)
  expect(verdicts(rule, job, situation)).toEqual(verdict)
})

test('every rule is seen to speak and to be silent, at a field of its form, with a sentence that says what to do', () => {
  const spoken = cases.filter(([, , , ...verdict]) => verdict.length > 0)
  const silent = cases.filter(([, , , ...verdict]) => verdict.length === 0)
  for (const { code } of RULES) {
    expect(spoken.map(([rule]) => rule)).toContain(code)
    expect(silent.map(([rule]) => rule)).toContain(code)
  }
  for (const [rule, code, situation] of spoken) {
    const job = jobType(code)
    const keys = fieldsOf(situation.completion ? job.completion : job.notice).map(({ key }) => key)
    for (const finding of say(code, situation).filter((each) => each.rule === rule)) {
      expect(keys, rule).toContain(finding.field.split('.')[0])
      for (const [, name] of finding.message.matchAll(/\{(\w+)\}/g)) expect(finding.params, rule).toHaveProperty(name!)
      if (finding.suggestJob) expect(jobType(finding.suggestJob).code).not.toBe(code)
    }
  }
})

test('authorisation B is enough for a charger and for an appliance, and for nothing else', () => {
  const enough = JOB_TYPES.filter(({ notice }) => !notice.rules.includes('V14')).map(({ code }) => code)
  expect(enough).toEqual(['BE10', 'LA01'])
})

test('codes are given once, and one that is not known says nothing', () => {
  const codes = RULES.map(({ code }) => code)
  expect(codes).toEqual([...new Set(codes)])
  const job = { ...jobType('NY01'), notice: { sections: [], attachments: [], rules: ['X99', 'Y01'] } }
  const asked = { job, phase: 'notice' as const, notice: {}, completion: {}, consent: {}, today: '2027-02-01', context }
  expect(findings(asked)).toEqual([])
})

test('an empty form of any job type is asked without a fault', () => {
  const silent = { notice: { best_id: '191212121212', intygande: true } }
  for (const { code } of JOB_TYPES) expect(say(code, silent), code).toEqual([])
})

describe('the scenarios of docs/domain.md chapter 9', () => {
  const words = (found: Finding[]) => found.map(({ rule, severity, suggestJob }) => [rule, severity, suggestJob])

  test('S1: five vardagar counted over Easter', () => {
    const ready = (date: string) =>
      say('NY01', {
        today: '2027-03-25',
        completion: { y_utfort: '2027-03-25', y_klar_matare: date, y_klar_tillk: date, y_sakr: 25 },
        consent: { x_matarsakring: 25 },
      })
    expect(ready('2027-04-05')).toEqual([])
    expect(ready('2027-04-02').filter(({ rule }) => rule === 'V12')).toEqual(
      ['y_klar_matare', 'y_klar_tillk'].map((field) => ({
        rule: 'V12',
        severity: 'warning',
        field,
        message: 'Nätbolaget behöver {n} vardagar och kan tidigast komma {date}.',
        params: { n: 5, date: '2027-04-05' },
      })),
    )
  })

  test('S3: BE02 25 → 16 A passes, 25 does not; BE01 25 → 35 A is offered as BE03; done tomorrow is refused', () => {
    expect(say('BE02', ask({ sakr_bef: 25, sakr_ny: 16 }))).toEqual([])
    expect(words(say('BE02', ask({ sakr_bef: 25, sakr_ny: 25 })))).toEqual([['F03', 'error', undefined]])
    expect(words(say('BE01', ask({ sakr_bef: 25, sakr_ny: 35 })))).toEqual([['V08', 'error', 'BE03']])
    expect(verdicts('Y01', 'BE02', { completion: { y_utfort: '2027-02-02' } })).toEqual(['error y_utfort'])
  })

  test('S4: a site cabinet to 20 December passes, to 1 March next year does not', () => {
    expect(say('TI01', ask({ till_start: '2027-02-22', till_slut: '2027-12-20' }))).toEqual([])
    expect(words(say('TI01', ask({ till_start: '2027-02-22', till_slut: '2028-03-01' })))).toEqual([
      ['V11', 'error', undefined],
    ])
  })

  test('S6: solar and battery at 25 A', () => {
    const vr = [{ vr_antal: 1, vr_effekt: 20, vr_fas: '3' }]
    const villa = { sakr_bef: 25, prod_rfg: 'A', prod_brytare: true, vr }
    expect(say('PR01', ask({ ...villa, prod_max: 20 }))).toMatchObject([
      { rule: 'V03', severity: 'error', params: { limit: '17,32' } },
    ])
    expect(say('PR01', ask({ ...villa, prod_max: 17 }))).toEqual([])
    const battery = { ...villa, prod_max: 17, lag_kapacitet: 10, lag_effekt_ut: 5, lag_koppling: 'ac' }
    expect(words(say('PR01', ask({ ...battery, lag_inmatning: 'ja' })))).toEqual([['V04', 'error', undefined]])
    expect(say('PR01', ask({ ...battery, lag_inmatning: 'begransad', lag_grans: 17 }))).toEqual([])
    const onePhase = [{ vr_antal: 1, vr_effekt: 4, vr_fas: '1' }]
    expect(words(say('PR01', ask({ ...villa, prod_max: 4, vr: onePhase })))).toEqual([['V16', 'warning', undefined]])
    const large = ask({ ...villa, sakr_bef: 80, prod_max: 46, vr: [{ vr_antal: 1, vr_effekt: 50 }] })
    expect(words(say('PR01', large))).toEqual([['V06', 'error', 'PR02']])
    expect(say('PR02', large)).toEqual([])
  })

  test('S10: 22 kW at 16 A without balancing is warned of', () => {
    const charger = { sakr_bef: 16, ladd_antal: 1, ladd_effekt: '22', ladd_lastbalans: false }
    expect(say('LA01', ask(charger))).toMatchObject([
      { rule: 'V05', severity: 'warning', params: { power: '22', limit: '11,09' }, suggestJob: 'BE03' },
    ])
    expect(say('LA01', ask({ ...charger, ladd_lastbalans: true, ladd_max: 8 }))).toEqual([])
  })
})
