import { SERVICE_CHANGES } from '../catalogue/service.ts'
import { HOMES } from '../catalogue/make.ts'
import { error, facilitiesIn, fuseOf, NOTICE, rowsIn, str, warning, type Asked, type Rule, type Said } from './rule.ts'

/** The facility, its service line and its meter. */
export const facilityRules: Rule[] = [
  { code: 'V10', phases: NOTICE, check: otherCase },
  { code: 'V15', phases: NOTICE, check: twice },
  { code: 'V17', phases: NOTICE, check: transformerWithoutRatio },
  { code: 'V18', phases: NOTICE, check: outsideArea },
  { code: 'D01', phases: NOTICE, check: sameNumberBothWays },
  { code: 'D02', phases: NOTICE, check: nothingToMerge },
  { code: 'E01', phases: NOTICE, check: noServiceChange },
  { code: 'H01', phases: NOTICE, check: meterStays },
  { code: 'H02', phases: NOTICE, check: directAboveLimit },
  { code: 'H03', phases: NOTICE, check: solarWithMeterIndoors },
  { code: 'P01', phases: NOTICE, check: unmetered },
]

/** Privacy: of another company's case only its existence may be revealed. */
function otherCase({ notice, context }: Asked): Said | null {
  const inRows = rowsIn(notice, 'rader').length > 0
  const field = inRows ? 'rader' : str(notice['anl_id']) === null ? 'matarnummer' : 'anl_id'
  if (context.otherActiveCase === 'own') {
    return warning(field, 'Ni har redan ett pågående ärende på anläggningen: {number}.', {
      params: { number: context.ownCaseNumber ?? '' },
    })
  }
  return context.otherActiveCase === 'other' ? warning(field, 'Det finns ett pågående ärende på anläggningen.') : null
}

const ONCE = {
  anl_id: 'anläggnings-ID',
  matarnummer: 'mätarnummer',
  lgh_nr: 'lägenhetsnummer',
  anl_benamning: 'benämning',
}

/** Identifying columns of a block must be unique; the error is at the later row and names the earlier one. */
function twice({ notice }: Asked): Said[] {
  const rows = rowsIn(notice, 'rader')
  return Object.entries(ONCE).flatMap(([key, what]) =>
    rows.flatMap((row, index) => {
      const value = str(row[key])?.toLowerCase() ?? null
      const first = rows.findIndex((other) => value !== null && str(other[key])?.toLowerCase() === value)
      return first >= 0 && first < index
        ? [error(`rader.${index}.${key}`, 'Samma {what} som på rad {row}.', { params: { what, row: first + 1 } })]
        : []
    }),
  )
}

function transformerWithoutRatio({ notice }: Asked): Said | null {
  return notice['matmetod'] === 'stromtrafo' && str(notice['ct_omsattning']) === null
    ? error('ct_omsattning', 'Ange strömtransformatorns omsättning, t.ex. 100/5.')
    : null
}

function outsideArea({ context }: Asked): Said | null {
  if (context.areaHasPostcode !== false) return null
  const say = context.owner.strictArea ? error : warning
  return say('anl_postnr', 'Postnumret ligger inte i det nätområde du har valt. Kontrollera båda.')
}

function sameNumberBothWays({ notice }: Asked): Said | null {
  const out = str(notice['anl_id'])
  return out !== null && out === str(notice['anl_id_inm'])
    ? error('anl_id_inm', 'Inmatning har ett eget anläggnings-ID. Ange det, inte det för uttag.')
    : null
}

/** In a merger (BE08) the rows are the facilities that are removed. */
function nothingToMerge({ notice }: Asked): Said | null {
  const stays = str(notice['avs_anl_kvar'])
  return stays !== null && rowsIn(notice, 'rader').some((row) => str(row['anl_id']) === stays)
    ? error('avs_anl_kvar', 'Ange anläggningen som blir kvar, inte en av dem som upphör.')
    : null
}

function noServiceChange({ notice }: Asked): Said | null {
  const actions = notice['servis_atgard']
  if (!Array.isArray(actions) || actions.length === 0) return null
  return actions.some((action) => typeof action === 'string' && SERVICE_CHANGES.includes(action))
    ? null
    : error('servis_atgard', 'Välj vad som ska ändras: flytt, byte, förlängning, förkortning eller placering.')
}

function meterStays({ notice }: Asked): Said | null {
  const now = str(notice['mat_placering_bef'])
  // 'Annat' may mean different places before and after.
  return now !== null && now !== 'annat' && now === str(notice['mat_placering'])
    ? error('mat_placering', 'Den nya placeringen är densamma som dagens. Välj var mätaren ska sitta.')
    : null
}

function directAboveLimit({ notice }: Asked): Said | null {
  return notice['matmetod'] === 'direkt' && facilitiesIn(notice).some(({ of }) => (fuseOf(of) ?? 0) > 63)
    ? warning('matmetod', 'Över 63 A mäts normalt via strömtransformator. Skriv i upplysningar varför ni mäter direkt.')
    : null
}

function solarWithMeterIndoors({ notice }: Asked): Said | null {
  const home = HOMES.some((home) => home === notice['anl_typ'])
  return home && notice['mat_placering'] === 'inomhus'
    ? warning('mat_placering', 'Många nätbolag kräver mätaren utomhus när ett småhus får produktion.')
    : null
}

function unmetered({ notice }: Asked): Said | null {
  return notice['bel_matt'] === 'omatt'
    ? warning('bel_matt', 'Omätt belysning godtas bara om nätbolaget tillåter det. Fråga innan du skickar.')
    : null
}
