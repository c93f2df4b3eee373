import type { Field } from '../definition.ts'
import { choice, date, facilityId, filled, fuse, group, is, meterNumber, number, PHASES, R, text } from './make.ts'
import { METER_WORK, type Needs } from './requirements.ts'

/** Maximum number of facilities in one blockanmälan (docs/domain.md 3.2, mat_antal). */
const MOST_FACILITIES = 500
const narrow = { width: 3 } as const

export const EARLIEST = 'Tidigaste dag nätbolaget kan komma.'

/**
 * Blockanmälan (docs/domain.md 3.3): several facilities at one address, a row each, with common fields in the sections.
 * Where it is only allowed, the form starts without rows and is about one facility until the installer adds some.
 */
export function facilityRows(needs: Needs): Field {
  const help =
    needs.block === 'allowed'
      ? 'Gäller anmälan flera anläggningar på samma servis? Lägg till en rad för varje.'
      : 'En rad för varje mätplats. Klistra in från ett kalkylark, eller skriv.'
  return group(
    'rader',
    'Anläggningar',
    help,
    'Anläggning',
    [
      text('anl_benamning', 'Benämning', 'T.ex. Lgh 1101, Butik, Hiss.', {
        ...narrow,
        ...R,
        unique: true,
        maxLength: 40,
      }),
      ...(needs.flats || needs.flatInHouse
        ? [
            text('lgh_nr', 'Lägenhetsnummer', 'Fyra siffror enligt lägenhetsregistret.', {
              ...narrow,
              required: needs.flats || is('anl_typ', 'lagenhet'),
              unique: true,
              pattern: { source: '^\\d{4}$', message: 'Lägenhetsnummer har fyra siffror, t.ex. 1001.' },
            }),
          ]
        : []),
      facilityId('anl_id', 'Anläggnings-ID (EAN)', '18 siffror, börjar med 735999.', {
        ...narrow,
        unique: true,
        required: needs.facilityId && !needs.divides,
      }),
      meterNumber('matarnummer', 'Mätarnummer', 'Står på elmätarens framsida.', {
        ...narrow,
        unique: true,
        required: needs.meterNumber && !needs.divides,
      }),
      ...(needs.hasFuses ? fuses(needs) : []),
      ...(needs.hasMetering
        ? [choice('mat_atgard', 'Åtgärd på mätare', 'Vad nätbolaget ska göra.', METER_WORK, narrow)]
        : []),
    ],
    {
      ...(needs.block === 'always' ? { ...R, minRows: 2 } : { minRows: 0 }),
      grid: true,
      maxRows: MOST_FACILITIES,
      width: 12,
    },
  )
}

function fuses(needs: Needs): Field[] {
  const before = fuse('sakr_bef', 'Säkring före', 'Mätarsäkringen före arbetet.', {
    ...narrow,
    required: needs.fuseBefore && needs.asksFuses,
  })
  return [
    ...(needs.isNew ? [] : [before]),
    fuse('sakr_ny', 'Säkring efter', 'Storleken efter arbetet.', { ...narrow, required: needs.fuseAfter }),
    choice('fas_ny', 'Faser', '1 eller 3.', PHASES, { ...narrow, required: needs.phaseAfter }),
  ]
}

export function count(needs: Needs): Field {
  return number('mat_antal', 'Antal mätplatser', 'Räknas från raderna.', {
    ...(needs.block === 'allowed' && { when: filled('rader') }),
    countOf: 'rader',
    min: 1,
    max: MOST_FACILITIES,
    width: 3,
  })
}

/** The consent's rows: the number that each facility gets, and the fuse that is granted it where that is another. */
export function consentedFacilities(needs: Needs): Field {
  return group(
    'x_rader',
    'Anläggningar',
    'En rad för varje anläggning i anmälan. Arbetsordern får radens uppgifter.',
    'Anläggning',
    [
      text('anl_benamning', 'Benämning', 'Som i föranmälan.', { ...narrow, given: true, maxLength: 40 }),
      facilityId('x_anl_id', 'Anläggnings-ID uttag', 'Numret som anläggningen har eller får.', {
        ...narrow,
        unique: true,
      }),
      ...(needs.grantsFuse
        ? [fuse('x_matarsakring', 'Beviljad säkring', 'Utan svar gäller anmälans säkring.', narrow)]
        : []),
    ],
    {
      ...(needs.block === 'allowed' && { when: filled('rader') }),
      grid: true,
      rowsOf: 'rader',
      maxRows: MOST_FACILITIES,
      width: 12,
    },
  )
}

/** The completion's rows, one for each facility: ready for the meter, reading and mounted fuse. */
export function completedFacilities(needs: Needs): Field {
  return group(
    'y_rader',
    'Anläggningar',
    'Fyll i första raden och fyll nedåt om allt är lika.',
    'Anläggning',
    [
      text('anl_benamning', 'Benämning', 'Som i föranmälan.', { ...narrow, given: true, maxLength: 40 }),
      ...(needs.mountsMeter
        ? [
            date('y_klar_matare', needs.takesDown ? 'Klar för nedtagning' : 'Klar för mätare', EARLIEST, {
              ...narrow,
              ...R,
              notBefore: 'today',
            }),
          ]
        : []),
      ...(needs.readsMeter
        ? [
            number('y_matarst', 'Mätarställning', 'Vid arbetet.', {
              ...narrow,
              ...R,
              unit: 'kWh',
              min: 0,
              max: 99_999_999,
            }),
          ]
        : []),
      ...(needs.grantsFuse
        ? [fuse('y_sakr', 'Monterad säkring', 'Ska stämma med medgivandet.', { ...narrow, ...R })]
        : []),
    ],
    {
      ...(needs.block === 'always' && { ...R, minRows: 1 }),
      grid: true,
      rowsOf: 'rader',
      maxRows: MOST_FACILITIES,
      width: 12,
    },
  )
}
