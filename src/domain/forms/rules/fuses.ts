import { HOMES } from '../catalogue/make.ts'
import type { Answers } from '../definition.ts'
import { monthsLater } from './dates.ts'
import {
  error,
  facilitiesIn,
  fusePower,
  kw,
  NOTICE,
  num,
  str,
  warning,
  type Asked,
  type Rule,
  type Said,
} from './rule.ts'

/** Fuses, phases and use. */
export const fuseRules: Rule[] = [
  { code: 'V02', phases: NOTICE, check: needBeyondFuse },
  { code: 'V08', phases: NOTICE, check: interval },
  { code: 'V09', phases: NOTICE, check: changedLately },
  { code: 'F01', phases: NOTICE, check: serviceBelowMeter },
  {
    code: 'F02',
    phases: NOTICE,
    check: refuse(({ before, after }) => after === before, 'Välj en annan säkring än den befintliga, {before} A.'),
  },
  {
    code: 'F03',
    phases: NOTICE,
    check: refuse(({ before, after }) => after >= before, 'Välj en mindre säkring än den befintliga, {before} A.'),
  },
  {
    code: 'F04',
    phases: NOTICE,
    check: refuse(({ before, after }) => after <= before, 'Välj en större säkring än den befintliga, {before} A.'),
  },
  { code: 'F05', phases: NOTICE, check: notFromOneToThree },
  { code: 'F06', phases: NOTICE, check: unusualUse },
  { code: 'F07', phases: NOTICE, check: tooLargeHere },
  { code: 'F08', phases: NOTICE, check: tooSmallHere },
  { code: 'F09', phases: NOTICE, check: seasonal },
]

/** The fuse of each facility before and after, where both are given, with the input name of the latter. */
const changes = (notice: Answers) =>
  facilitiesIn(notice).flatMap(({ of, at }) => {
    const [before, after] = [num(of['sakr_bef']), num(of['sakr_ny'])]
    return before !== null && after !== null ? [{ before, after, field: `${at}sakr_ny` }] : []
  })

function needBeyondFuse({ notice }: Asked): Said | null {
  const [need, limit] = [num(notice['max_effekt']), fusePower(notice)]
  return need !== null && limit !== null && need > limit
    ? error('max_effekt', 'Effektbehovet är större än säkringens {limit} kW. Välj en större säkring.', {
        params: { limit: kw(limit) },
      })
    : null
}

/** BE01 must stay within one of the owner's intervals; a BE03 that does could have been a BE01. */
function interval({ job, notice, context }: Asked): Said[] {
  return changes(notice).flatMap(({ before, after, field }) => {
    const within = context.owner.intervals.some((sizes) => sizes.includes(before) && sizes.includes(after))
    if (job.code === 'BE01' && !within) {
      return error(field, 'Från {before} till {after} A går utanför intervallet. Anmäl som uppsäkring.', {
        params: { before, after },
        suggestJob: 'BE03',
      })
    }
    return job.code === 'BE03' && within && after > before
      ? warning(field, 'Från {before} till {after} A ligger inom intervallet och kan färdiganmälas direkt.', {
          params: { before, after },
          suggestJob: 'BE01',
        })
      : []
  })
}

function changedLately({ notice, today, context }: Asked): Said | null {
  const all = facilitiesIn(notice).filter(({ of }) => num(of['sakr_ny']) !== null && of['sakr_ny'] !== of['sakr_bef'])
  const changed = all.find(({ of }) => str(of['anl_id']) === context.recentFuseFacility) ?? all[0]
  const told = str(notice['senaste_andring'])
  const last = told ?? context.recentFuseChange ?? null
  if (!changed || last === null || last <= monthsLater(today, -12)) return null
  return warning(
    told === null ? `${changed.at}sakr_ny` : 'senaste_andring',
    'Säkringen ändrades {date}, för mindre än tolv månader sedan. Nätbolaget kan säga nej.',
    { params: { date: last } },
  )
}

function serviceBelowMeter({ notice }: Asked): Said | null {
  const meters = facilitiesIn(notice).flatMap(({ of }) => num(of['sakr_ny']) ?? [])
  const [meter, service] = [meters.length > 0 ? Math.max(...meters) : null, num(notice['servissakr_ny'])]
  return meter !== null && service !== null && service < meter
    ? warning('servissakr_ny', 'Servissäkringen är mindre än mätarsäkringens {meter} A.', { params: { meter } })
    : null
}

/** An error at each facility whose change of fuse does not fit the job type. */
function refuse(
  isWrong: (change: { before: number; after: number }) => boolean,
  message: string,
): (asked: Asked) => Said[] {
  return ({ notice }) =>
    changes(notice)
      .filter(isWrong)
      .map(({ before, field }) => error(field, message, { params: { before } }))
}

function notFromOneToThree({ notice }: Asked): Said[] {
  return [
    ...(notice['fas_bef'] === '3' ? [error('fas_bef', 'Ändringen gäller en anläggning som har 1 fas.')] : []),
    ...(notice['fas_ny'] === '1' ? [error('fas_ny', 'Välj 3 faser efter arbetet.')] : []),
  ]
}

function unusualUse({ notice }: Asked): Said | null {
  const use = num(notice['arsforbr'])
  const home = HOMES.some((home) => home === notice['anl_typ'])
  return home && use !== null && (use < 500 || use > 60_000)
    ? warning('arsforbr', 'Kontrollera årsförbrukningen. Ett småhus har normalt 500–60 000 kWh.')
    : null
}

function tooLargeHere({ notice }: Asked): Said | null {
  return (num(notice['sakr_ny']) ?? 0) > 63
    ? error('sakr_ny', 'Högst 63 A här. Anmäl som ny servis över 63 A.', { suggestJob: 'NY02' })
    : null
}

function tooSmallHere({ notice }: Asked): Said | null {
  return (num(notice['sakr_ny']) ?? 80) <= 63
    ? error('sakr_ny', 'Över 63 A här. Anmäl som ny servis, högst 63 A.', { suggestJob: 'NY01' })
    : null
}

function seasonal({ notice }: Asked): Said | null {
  return notice['sasong'] === true
    ? warning('sasong', 'De flesta nätbolag tillåter inte att säkringen ändras efter säsong.')
    : null
}
