import type { Answers } from '../definition.ts'
import { generatorType } from '../calculated.ts'
import {
  error,
  fuseOf,
  fusePower,
  kw,
  NOTICE,
  num,
  rowsIn,
  str,
  warning,
  type Asked,
  type Rule,
  type Said,
} from './rule.ts'

/** Production, storage, charging and appliances against the fuse. */
export const powerRules: Rule[] = [
  { code: 'V03', phases: NOTICE, check: productionBeyondFuse },
  { code: 'V04', phases: NOTICE, check: storageBeyondFuse },
  { code: 'V05', phases: NOTICE, check: chargingBeyondFuse },
  { code: 'V06', phases: NOTICE, check: notMicro },
  { code: 'V07', phases: NOTICE, check: wrongType },
  { code: 'V16', phases: NOTICE, check: muchOnOnePhase },
  { code: 'J01', phases: NOTICE, check: noSwitch },
  { code: 'J02', phases: NOTICE, check: moreThanInverters },
  { code: 'M01', phases: NOTICE, check: alwaysParallel },
]

function productionBeyondFuse({ notice }: Asked): Said | null {
  const [most, limit] = [num(notice['prod_max']), fusePower(notice)]
  return most !== null && limit !== null && most > limit
    ? error('prod_max', 'Effekten är större än säkringens {limit} kW. Ställ in en lägre effekt eller byt säkring.', {
        params: { limit: kw(limit) },
      })
    : null
}

/** AC-coupled storage adds to the production unless a limiter bounds both; DC-coupled storage is bounded by the inverter. */
function storageBeyondFuse({ notice }: Asked): Said | null {
  const [storage, limit] = [num(notice['lag_effekt_ut']), fusePower(notice)]
  if (storage === null || limit === null || notice['lag_koppling'] !== 'ac') return null
  if (notice['lag_inmatning'] === 'begransad') {
    const bound = num(notice['lag_grans'])
    return bound !== null && bound > limit
      ? error('lag_grans', 'Gränsen är högre än säkringens {limit} kW. Sänk den.', { params: { limit: kw(limit) } })
      : null
  }
  const sum = (num(notice['prod_max']) ?? 0) + storage
  return notice['lag_inmatning'] === 'ja' && sum > limit
    ? error(
        'lag_inmatning',
        'Produktion och lager ger tillsammans {sum} kW, mer än säkringens {limit} kW. Begränsa inmatningen.',
        { params: { sum: kw(sum), limit: kw(limit) } },
      )
    : null
}

function chargingBeyondFuse({ notice }: Asked): Said | null {
  const balanced = notice['ladd_lastbalans'] === true
  const [need, limit] = [balanced ? num(notice['ladd_max']) : charging(notice), fusePower(notice)]
  return need !== null && limit !== null && need > limit
    ? warning(
        balanced ? 'ladd_max' : 'ladd_effekt',
        'Laddningen tar {power} kW, mer än säkringens {limit} kW. Lastbalansera eller anmäl uppsäkring.',
        { params: { power: kw(need), limit: kw(limit) }, suggestJob: 'BE03' },
      )
    : null
}

/** Total charging power in kW: as given, else number of outlets times size. */
function charging(notice: Answers): number | null {
  const each = Number(notice['ladd_effekt'] ?? NaN)
  const reckoned = Number.isNaN(each) ? null : each * (num(notice['ladd_antal']) ?? 1)
  return num(notice['ladd_total']) ?? reckoned
}

function notMicro({ notice }: Asked): Said | null {
  return (num(notice['prod_max']) ?? 0) > 43.5 || (fuseOf(notice) ?? 0) > 63
    ? error('prod_max', 'Mikroproduktion är högst 43,5 kW och 63 A. Anmäl som småskalig produktion.', {
        suggestJob: 'PR02',
      })
    : null
}

function wrongType({ job, notice }: Asked): Said | null {
  if (num(notice['prod_max']) === null) return null
  const type = generatorType(notice)
  if (type !== 'A' && ['PR01', 'PR02'].includes(job.code)) {
    return error('prod_max', 'Effekten gör anläggningen till typ {type}. Anmäl som produktion typ B, C eller D.', {
      params: { type },
      suggestJob: 'PR03',
    })
  }
  // In versions published before the type was calculated it is a choice.
  const told = str(notice['prod_rfg'])
  return told !== null && told !== type
    ? error('prod_rfg', 'Effekt och spänning gör anläggningen till typ {type}. Välj den.', { params: { type } })
    : null
}

const ONE_PHASE = 'Mer än 3 kW på en fas godtas inte av alla nätbolag. Anslut 3-fas om det går.'

function muchOnOnePhase({ notice }: Asked): Said[] {
  const inRows = (group: string, count: (row: Answers) => number) =>
    rowsIn(notice, group).flatMap((row, index) =>
      row[`${group}_fas`] === '1' && count(row) * (num(row[`${group}_effekt`]) ?? 0) > 3
        ? [warning(`${group}.${index}.${group}_fas`, ONE_PHASE)]
        : [],
    )
  // Inverters feed in simultaneously; appliances seldom run simultaneously.
  return [...inRows('vr', (row) => num(row['vr_antal']) ?? 1), ...inRows('app', () => 1)]
}

function noSwitch({ notice }: Asked): Said | null {
  return notice['prod_brytare'] === false
    ? error('prod_brytare', 'Produktion kräver en låsbar brytare som nätbolaget kommer åt. Ordna den innan du skickar.')
    : null
}

function moreThanInverters({ notice }: Asked): Said | null {
  const most = num(notice['prod_max'])
  const sum = rowsIn(notice, 'vr').reduce(
    (total, row) => total + (num(row['vr_antal']) ?? 1) * (num(row['vr_effekt']) ?? 0),
    0,
  )
  // Floating point: 3 × 4.1 is 12.299999999999999.
  return most !== null && sum > 0 && most > sum + 0.001
    ? error('prod_max', 'Effekten är större än växelriktarnas sammanlagda {sum} kW.', { params: { sum: kw(sum) } })
    : null
}

function alwaysParallel({ notice }: Asked): Said | null {
  return notice['res_parallell'] === 'standig'
    ? error('res_parallell', 'Ständig parallelldrift är produktion. Anmäl det som mikroproduktion.', {
        suggestJob: 'PR01',
      })
    : null
}
