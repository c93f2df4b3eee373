import type { Condition, Field, FormDefinition } from '../definition.ts'

const NEW = 'NY01 NY02 NY05'
const HOMES = 'villa radhus fritidshus lagenhet'
const LOW_VOLTAGE = 'NY BE01 BE02 BE03 BE04 BE08 BE09 TI PR01 PR05 LA02 GB'
const SERVICE_IS_NEW = 'flytt byte forkortning placering'

/**
 * Answers that would be nonsense in a job type, by key and by the beginning of its code: they are not offered, and a field
 * with * is not asked. docs/domain.md 3.7 has the reasons; test/domain/forms/nonsense.test.ts compares the two.
 */
const NONSENSE: Record<string, [jobs: string, values: string][]> = {
  servis_atgard: [
    [`${NEW} SE01`, `${SERVICE_IS_NEW} forlangning frankoppling slopas ingen`],
    ['NY03', 'ny frankoppling slopas'],
    ['NY04 BE12 LA OV', 'frankoppling slopas'],
    ['BE03', 'frankoppling slopas ingen'],
    ['BE05 BE06', 'ny frankoppling slopas ingen'],
    ['TI GB', `${SERVICE_IS_NEW} frankoppling slopas`],
    ['SE02', 'ny frankoppling slopas'],
    ['SE03', `ny ${SERVICE_IS_NEW} forlangning slopas ingen`],
    ['SL', `ny ${SERVICE_IS_NEW} forlangning frankoppling ingen`],
  ],
  servis_ror: [['SL SE03 OV02', '*']],
  servis_ror_datum: [['SL SE03 OV02', '*']],
  servis_langd_tomt: [['SL SE03', '*']],
  grav_ansvar: [['OV02', '*']],
  mat_atgard: [
    [`${NEW} NY04 TI01 PR05 GB`, 'byta flytta ta_ned plombera'],
    ['NY03', 'byta ta_ned plombera'],
    ['BE01 BE02 BE04 BE07', 'satta_upp flytta ta_ned'],
    ['BE03 BE05', 'satta_upp ta_ned'],
    ['BE06', 'satta_upp ta_ned plombera ingen'],
    ['BE08', 'satta_upp flytta'],
    ['BE09', 'ta_ned plombera'],
    ['BE11', 'satta_upp flytta ta_ned'],
    ['BE12', 'flytta ta_ned'],
    ['BE13', 'satta_upp ta_ned plombera ingen'],
    ['TI02 SL02', 'satta_upp byta flytta plombera'],
    ['SL01', 'satta_upp byta flytta plombera ingen'],
    ['PR01', 'satta_upp ta_ned'],
    ['PR02 PR04 LA EL', 'ta_ned'],
  ],
  mat_placering: [
    ['NY BE PR LA EL SL GB', 'byggskap'],
    [`${NEW} PR05`, 'nisch inomhus'],
    ['NY03 NY04', 'inomhus'],
    ['TI GB LA', 'nisch inomhus'],
  ],
  matmetod: [[LOW_VOLTAGE, 'hogspanning']],
  x_matmetod: [
    [LOW_VOLTAGE, 'hogspanning'],
    ['SL', '*'],
  ],
  x_ct: [['SL', '*']],
  x_matare: [['SL', '*']],
  fas_bef: [
    ['BE04', '3'],
    ['PR03 TR', '1'],
  ],
  fas_ny: [['NY02 BE04 BE13 PR02 PR03 LA03 TR', '1']],
  uppvarmning: [['TI PR LA03 RE SE GB TR', '*']],
  anl_typ: [
    ['NY04', 'villa fritidshus lagenhet pump telekom belysning laddning'],
    ['NY05', 'flerbostadshus lagenhet industri kontor belysning laddning'],
    ['LA01', 'flerbostadshus lagenhet industri kontor pump telekom belysning'],
    ['LA02', 'villa fritidshus lagenhet pump telekom belysning'],
    ['LA03', `${HOMES} pump telekom belysning`],
    ['PR03 TR', `${HOMES} belysning`],
    ['GB', `${HOMES} flerbostadshus lantbruk industri kontor garage pump telekom laddning`],
  ],
  avs_orsak: [
    ['BE08', 'rivning upphor sasong annat'],
    ['PR06 SL02', 'sammanslagning sasong'],
    ['SL01', 'sammanslagning'],
  ],
  avs_servis: [
    ['SL01', 'slopas'],
    ['SL02', 'behalls'],
  ],
  ladd_effekt: [['LA03', '3.7 7.4 11']],
  res_typ: [
    ['RE01', 'mobil'],
    ['RE02', 'stationar ups'],
  ],
}

/** The form without what would be nonsense in the job type; the only answer left to a question is given from the start. */
export function sensible(form: FormDefinition, code: string): FormDefinition {
  const sections = form.sections.map((section) => ({ ...section, fields: fieldsFor(section.fields, code) }))
  return { ...form, sections }
}

function fieldsFor(fields: Field[], code: string): Field[] {
  return fields.flatMap((field) => {
    const nonsense = valuesOf(field.key, code)
    if (nonsense.has('*') || neverHolds(field.when, code)) return []
    const kept = { ...field, ...(field.when && { when: offered(field.when, code) }) }
    if (field.fields) return [{ ...kept, fields: fieldsFor(field.fields, code) }]
    if (!field.options || nonsense.size === 0) return [kept]
    const options = field.options.filter(({ value }) => !nonsense.has(value))
    const isOnly = options.length === 1 && field.type === 'choice' && field.required === true
    return [{ ...kept, options, ...(isOnly && { initial: options[0]!.value }) }]
  })
}

/** Without the answers that are not offered. */
function offered(condition: Condition, code: string): Condition {
  if (!('in' in condition)) return condition
  const nonsense = valuesOf(condition.field, code)
  return { ...condition, in: condition.in.filter((value) => !nonsense.has(String(value))) }
}

function neverHolds(condition: Condition | undefined, code: string): boolean {
  if (condition === undefined) return false
  const left = offered(condition, code)
  return 'in' in left && left.in.length === 0
}

function valuesOf(key: string, code: string): Set<string> {
  const rows = NONSENSE[key] ?? []
  return new Set(rows.filter(([jobs]) => startsWithOne(code, jobs)).flatMap(([, values]) => values.split(' ')))
}

const startsWithOne = (code: string, jobs: string) => jobs.split(' ').some((each) => code.startsWith(each))
