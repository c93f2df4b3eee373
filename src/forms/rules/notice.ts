import { addWorkdays, holidayName, isWorkday } from '../../calendar/workdays.ts'
import type { Answer, Answers } from '../definition.ts'
import { suggestEmail } from '../identifiers/email.ts'
import { onePhaseKw, threePhaseKw } from '../identifiers/fuses.ts'
import type { Asked, Rule, Said } from '../rules.ts'
import { rowsOf } from '../schema.ts'

export const error = (field: string, message: string, more: Partial<Said> = {}): Said => ({
  severity: 'error',
  field,
  message,
  ...more,
})
export const warning = (field: string, message: string, more: Partial<Said> = {}): Said => ({
  severity: 'warning',
  field,
  message,
  ...more,
})

export const num = (answer: Answer | undefined): number | null => (typeof answer === 'number' ? answer : null)
export const str = (answer: Answer | undefined): string | null =>
  typeof answer === 'string' && answer !== '' ? answer : null

/** The fuse the facility will have: the new one, else the one it has. */
const fuseOf = (notice: Answers): number | null => num(notice['sakr_ny']) ?? num(notice['sakr_bef'])

/** Highest power of that fuse in kW, two decimals: √3 · 400 V · I, or 230 V · I on one phase (domain.md 4.9). */
function powerOf(notice: Answers): number | null {
  const fuse = fuseOf(notice)
  if (fuse === null) return null
  const one = (str(notice['fas_ny']) ?? str(notice['fas_bef'])) === '1'
  return Math.round((one ? onePhaseKw(fuse) : threePhaseKw(fuse)) * 100) / 100
}

const kw = (value: number): string => String(Math.round(value * 10) / 10).replace('.', ',')

function rowsIn(answers: Answers, key: string): Answers[] {
  const answer = answers[key]
  return answer === undefined ? [] : rowsOf(answer)
}

/** What the inverters can give together, kW. */
function inverters(notice: Answers): number {
  return rowsIn(notice, 'vr').reduce((sum, row) => sum + (num(row['vr_antal']) ?? 1) * (num(row['vr_effekt']) ?? 0), 0)
}

const DATES = [
  'fardigdatum',
  'onskad_ink',
  'till_start',
  'till_slut',
  'frankoppling_datum',
  'y_klar_matare',
  'y_klar_tillk',
]

export const noticeRules: Record<string, Rule> = {
  V02: ({ notice }) => {
    const [need, limit] = [num(notice['max_effekt']), powerOf(notice)]
    return need !== null && limit !== null && need > limit
      ? error('max_effekt', 'Effektbehovet är större än säkringens {limit} kW.', { params: { limit: kw(limit) } })
      : null
  },
  V03: ({ notice }) => {
    const [most, limit] = [num(notice['prod_max']), powerOf(notice)]
    return most !== null && limit !== null && most > limit
      ? error('prod_max', 'Den inställda effekten är större än säkringens {limit} kW.', {
          params: { limit: kw(limit) },
        })
      : null
  },
  V04: ({ notice }) => {
    const [storage, limit] = [num(notice['lag_effekt_ut']), powerOf(notice)]
    if (storage === null || limit === null || notice['lag_koppling'] !== 'ac') return null
    if (notice['lag_inmatning'] === 'begransad') {
      const bound = num(notice['lag_grans'])
      return bound !== null && bound > limit
        ? error('lag_grans', 'Gränsen är högre än säkringens {limit} kW.', { params: { limit: kw(limit) } })
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
  },
  V05: ({ notice }) => {
    const limit = powerOf(notice)
    const each = Number(notice['ladd_effekt'])
    const full = num(notice['ladd_total']) ?? (Number.isNaN(each) ? null : each * (num(notice['ladd_antal']) ?? 1))
    const power = notice['ladd_lastbalans'] === true ? num(notice['ladd_max']) : full
    if (power === null || limit === null || power <= limit) return null
    const field = notice['ladd_lastbalans'] === true ? 'ladd_max' : 'ladd_effekt'
    return error(
      field,
      'Laddningen tar {power} kW, mer än säkringens {limit} kW. Lastbalansera eller anmäl uppsäkring.',
      {
        params: { power: kw(power), limit: kw(limit) },
        suggestJob: 'BE03',
      },
    )
  },
  V06: ({ notice }) => {
    const tooMuch = (num(notice['prod_max']) ?? 0) > 43.5 || (fuseOf(notice) ?? 0) > 63
    return tooMuch
      ? error('prod_max', 'Mikroproduktion är högst 43,5 kW och 63 A. Anmäl som småskalig produktion.', {
          suggestJob: 'PR02',
        })
      : null
  },
  V07: ({ notice }) =>
    (num(notice['prod_max']) ?? 0) >= 1500
      ? error('prod_max', 'Produktion från 1,5 MW är typ B eller högre och kan inte anmälas här. Kontakta nätbolaget.')
      : null,
  V08: ({ job, notice, context }) => {
    const [before, after] = [num(notice['sakr_bef']), num(notice['sakr_ny'])]
    if (before === null || after === null) return null
    const within = context.owner.intervals.some((interval) => interval.includes(before) && interval.includes(after))
    if (job.code === 'BE01' && !within) {
      return error('sakr_ny', 'Ändringen går utanför intervallet. Anmäl som uppsäkring över intervall.', {
        suggestJob: 'BE03',
      })
    }
    return job.code === 'BE03' && within && after > before
      ? warning('sakr_ny', 'Ändringen ligger inom intervallet och kan färdiganmälas direkt.', { suggestJob: 'BE01' })
      : null
  },
  V09: ({ notice, today, context }) => {
    const last = str(notice['senaste_andring']) ?? context.recentFuseChange ?? null
    const changes = num(notice['sakr_ny']) !== null && notice['sakr_ny'] !== notice['sakr_bef']
    return changes && last !== null && last > addYears(today, -1)
      ? warning(
          'senaste_andring',
          'Säkringen ändrades för mindre än tolv månader sedan. Nätbolaget kan ta betalt eller säga nej.',
        )
      : null
  },
  V10: ({ context }) => {
    if (context.otherActiveCase === 'own') {
      return warning('anl_id', 'Ni har redan ett pågående ärende på anläggningen: {number}.', {
        params: { number: context.ownCaseNumber ?? '' },
      })
    }
    return context.otherActiveCase === 'other'
      ? warning('anl_id', 'Det finns ett pågående ärende på anläggningen.')
      : null
  },
  V11: ({ notice }) => {
    const [start, end] = [str(notice['till_start']), str(notice['till_slut'])]
    return start !== null && end !== null && end > addYears(start, 1)
      ? error('till_slut', 'En tillfällig anläggning får vara inkopplad i högst tolv månader.')
      : null
  },
  V12: ({ job, notice, today }) => {
    const [wanted, earliest] = [str(notice['fardigdatum']), addWorkdays(today, job.leadDays)]
    return wanted !== null && wanted < earliest
      ? warning('fardigdatum', 'Nätbolaget behöver normalt {n} vardagar, till {date}.', {
          params: { n: job.leadDays, date: earliest },
        })
      : null
  },
  V13: ({ phase, notice, completion }) => {
    const answers = phase === 'notice' ? notice : completion
    for (const key of DATES) {
      const day = str(answers[key])
      if (day !== null && !isWorkday(day)) {
        return warning(key, '{date} är inte en vardag ({why}).', {
          params: { date: day, why: holidayName(day) ?? 'helg' },
        })
      }
    }
    return null
  },
  V14: ({ notice, job, context }) =>
    (notice['regelef_typ'] ?? context.companyAuthorisation) === 'B' && !job.code.startsWith('LA')
      ? error('regelef_typ', 'Auktorisation B räcker inte för den här jobbtypen.')
      : null,
  V16: ({ notice }) => {
    const index = rowsIn(notice, 'vr').findIndex((row) => row['vr_fas'] === '1' && (num(row['vr_effekt']) ?? 0) > 3)
    if (index >= 0)
      return warning(
        `vr.${index}.vr_fas`,
        'Mer än 3 kW på en fas godtas inte av alla nätbolag. Anslut 3-fas om det går.',
      )
    const app = rowsIn(notice, 'app').findIndex((row) => row['app_fas'] === '1' && (num(row['app_effekt']) ?? 0) > 3)
    return app >= 0
      ? warning(`app.${app}.app_fas`, 'Mer än 3 kW på en fas godtas inte av alla nätbolag. Anslut 3-fas om det går.')
      : null
  },
  V17: ({ notice }) =>
    notice['matmetod'] === 'stromtrafo' && str(notice['ct_omsattning']) === null
      ? error('ct_omsattning', 'Ange strömtransformatorns omsättning.')
      : null,
  V18: ({ context }) => {
    if (context.areaHasPostcode !== false) return null
    const say = context.owner.strictArea ? error : warning
    return say('anl_postnr', 'Postnumret ligger inte i det nätområde du har valt.')
  },
  V19: ({ notice }) => {
    const meant = suggestEmail(str(notice['best_epost']) ?? '')
    return meant === undefined ? null : warning('best_epost', 'Menade du {email}?', { params: { email: meant } })
  },
  Q01: ({ notice }) => {
    const [done, wished] = [str(notice['fardigdatum']), str(notice['onskad_ink'])]
    return done !== null && wished !== null && wished < done
      ? error('onskad_ink', 'Inkopplingen kan inte vara före det förväntade färdigdatumet.')
      : null
  },
  F01: ({ notice }) => {
    const [meter, service] = [num(notice['sakr_ny']), num(notice['servissakr_ny'])]
    return meter !== null && service !== null && service < meter
      ? warning('servissakr_ny', 'Servissäkringen är mindre än mätarsäkringen.')
      : null
  },
  J01: ({ notice }) => {
    if (notice['prod_brytare'] === false) {
      return error('prod_brytare', 'En låsbar brytare som nätägaren kommer åt krävs för att ansluta produktion.')
    }
    const [most, sum] = [num(notice['prod_max']), inverters(notice)]
    return most !== null && sum > 0 && most > sum
      ? error('prod_max', 'Den inställda effekten är större än vad växelriktarna ger, {sum} kW.', {
          params: { sum: kw(sum) },
        })
      : null
  },
  B01: ({ notice, context }) =>
    context.companyOrgNumber !== null && notice['best_id'] === context.companyOrgNumber
      ? warning('best_id', 'Det är ert eget organisationsnummer. Kunden ska stå som beställare.')
      : null,
  N01: ({ notice }) =>
    (num(notice['sakr_ny']) ?? 0) > 63
      ? error('sakr_ny', 'Högst 63 A här. Anmäl som ny servis över 63 A.', { suggestJob: 'NY02' })
      : null,
  N02: ({ notice }) =>
    (num(notice['sakr_ny']) ?? 80) <= 63
      ? error('sakr_ny', 'Över 63 A här. Anmäl som ny servis, högst 63 A.', { suggestJob: 'NY01' })
      : null,
  B02: lower,
  B03: ({ notice }) => {
    const [before, after] = [num(notice['sakr_bef']), num(notice['sakr_ny'])]
    return before !== null && after !== null && after <= before
      ? error('sakr_ny', 'Välj en större säkring än den befintliga, {before} A.', { params: { before } })
      : null
  },
  B06: ({ notice }) =>
    notice['mat_placering'] !== undefined && notice['mat_placering'] === notice['mat_placering_bef']
      ? error('mat_placering', 'Den nya placeringen är densamma som dagens.')
      : null,
  T01: ({ notice }) => {
    const [start, end] = [str(notice['till_start']), str(notice['till_slut'])]
    return start !== null && end !== null && end <= start
      ? error('till_slut', 'Slutdagen ska ligga efter startdagen.')
      : null
  },
}

function lower({ notice }: Asked): Said | null {
  const [before, after] = [num(notice['sakr_bef']), num(notice['sakr_ny'])]
  return before !== null && after !== null && after >= before
    ? error('sakr_ny', 'Välj en mindre säkring än den befintliga, {before} A.', { params: { before } })
    : null
}

function addYears(date: string, years: number): string {
  const day = `${Number(date.slice(0, 4)) + years}${date.slice(4)}`
  return day.endsWith('02-29') ? `${day.slice(0, 4)}-02-28` : day
}
