import type { Section } from '../definition.ts'
import { aboutOne, askedIf, choice, date, is, R, text } from './make.ts'
import { METER_WORK, type Needs } from './requirements.ts'

export const METHODS = { direkt: 'Direktmätning', stromtrafo: 'Strömtransformator', hogspanning: 'Högspänning' }
const PLACES = {
  fasad: 'Fasadmätarskåp',
  mark: 'Markmätarskåp',
  tomtgrans: 'Mätarskåp i tomtgräns',
  elrum: 'Elrum',
  nisch: 'Mätarnisch i lägenhet',
  byggskap: 'Byggskåp',
  inomhus: 'Inomhus (befintlig)',
  annat: 'Annat',
}

/** Ratio of current transformers as on the rating plate; in section H, or in O where a job type has no H. */
export const ctRatio = text('ct_omsattning', 'Strömtransformatorns omsättning', 'T.ex. 100/5.', {
  pattern: { source: '^\\d{2,4}/[15]$', message: 'Skriv omsättningen som 100/5.' },
})

/** H: how the meter measures, where it sits, and what the owner is to do with it. */
export function metering(needs: Needs): Section {
  const where = needs.meterWork === 'ta_ned' ? 'Var mätaren sitter idag.' : 'Var mätaren sitter efter arbetet.'
  return {
    key: 'H',
    title: 'Mätning',
    fields: [
      choice('matmetod', 'Mätmetod', 'Direktmätning upp till 63 A, annars via mättransformator.', METHODS, {
        ...R,
        initial: needs.largeFuse ? 'stromtrafo' : 'direkt',
      }),
      ...(needs.block === 'always'
        ? []
        : [
            choice('mat_atgard', 'Åtgärd på mätare', 'Vad nätbolaget ska göra.', METER_WORK, {
              ...R,
              ...aboutOne(needs),
              initial: needs.meterWork,
            }),
          ]),
      { ...ctRatio, ...askedIf(is('matmetod', 'stromtrafo')), width: 12 },
      ...(needs.moves
        ? [choice('mat_placering_bef', 'Nuvarande placering', 'Var mätaren sitter idag.', PLACES, R)]
        : []),
      choice('mat_placering', 'Mätarplacering', where, PLACES, R),
      ...(needs.brokenSeal
        ? [
            text('plomb_orsak', 'Orsak till plombbrytning', 'Varför plomben bröts.', { ...R, maxLength: 200 }),
            date('plomb_datum', 'När plomben bröts', 'Dagen den bröts.', { ...R, notAfter: 'today' }),
          ]
        : []),
      choice('nyckel', 'Tillträde / nyckel', 'Hur montören kommer in.', {
        fritt: 'Fritt tillträde',
        nyckel: 'Nyckel finns hos',
        kund: 'Kontakta kund',
      }),
      text('nyckel_text', 'Var nyckeln finns', 'Hos vem, eller i vilket skåp.', askedIf(is('nyckel', 'nyckel'))),
    ],
  }
}
