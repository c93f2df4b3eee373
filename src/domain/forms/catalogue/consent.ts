import type { Condition, Field, FormDefinition } from '../definition.ts'
import {
  aboutOne,
  askedIf,
  choice,
  date,
  facilityId,
  filled,
  fuse,
  is,
  longText,
  not,
  number,
  power,
  R,
  text,
} from './make.ts'
import { METHODS } from './metering.ts'
import { consentedFacilities } from './block.ts'
import type { Needs } from './requirements.ts'

/**
 * X: the consent's network data, written by the handläggare and read by the installer (docs/domain.md 3.3). Number, date and
 * validity of the consent are columns of the case.
 */
export function consent(needs: Needs): FormDefinition {
  const fields = [
    ...(needs.block === 'always' ? [] : [numberOf(needs)]),
    ...(needs.block === 'no' ? [] : [consentedFacilities(needs)]),
    ...(needs.mayFeedIn ? infeed(needs.infeed) : []),
    ...(needs.charges ? infeed(true).map((field) => ({ ...field, when: carFeedsIn })) : []),
    ...(needs.grantsFuse ? granted(needs) : []),
    ...(needs.connectsSomewhere ? [connection] : []),
    ...grid,
    ...(needs.mountsMeter ? meter : []),
    words,
    ...offer,
    ...parts,
  ]
  return { sections: [{ key: 'X', title: 'Nätuppgifter', fields }], attachments: [], rules: [] }
}

/**
 * The owner's answer in flow G where values of the network were applied for (OV02; docs/domain.md 3.3, x_ik3_max). It is
 * not a consent: no work is permitted by it.
 */
export function answer(): FormDefinition {
  const fields = [
    text('x_anslutningspunkt', 'Anslutningspunkt', 'Skåpet eller stationen som värdena gäller.', {
      maxLength: 60,
      width: 12,
    }),
    ...grid.slice(0, 3).map((field) => ({ ...field, required: true })),
    words,
    ...parts,
  ]
  return { sections: [{ key: 'X', title: 'Svar', fields }], attachments: [], rules: [] }
}

const numberOf = (needs: Needs): Field =>
  facilityId('x_anl_id', 'Anläggnings-ID uttag', 'Numret som anläggningen har eller får.', {
    ...aboutOne(needs),
    required: needs.isNew && ofOne(needs),
    width: 12,
  })

/** Required where the notice is about one facility; rows have their own. Evaluated in domain/forms/resolvedForms.ts. */
const ofOne = ({ block }: Needs): boolean | Condition => (block === 'allowed' ? not(filled('rader')) : block === 'no')

/** V2G that feeds the network and not the house alone. */
const carFeedsIn: Condition = { all: [is('ladd_v2g', true), not(is('lag_inmatning', 'nej'))] }

const infeed = (required: boolean): Field[] => [
  facilityId('x_anl_id_inm', 'Anläggnings-ID inmatning', 'Solanläggning får eget nummer för inmatning.', {
    required,
    width: 12,
  }),
  power('x_max_inmatning', 'Medgiven inmatning', 'Högsta effekt ut på nätet.', {
    required,
    decimals: 2,
    min: 0,
    max: 1_000_000,
    width: 12,
  }),
  text('x_produktionsvillkor', 'Villkor för produktionen', 'T.ex. begränsning, obalansskydd.', { width: 12 }),
]

const granted = (needs: Needs): Field[] => [
  ...(needs.block === 'always'
    ? []
    : [
        fuse('x_matarsakring', 'Beviljad mätarsäkring', 'Installatören ska följa det här.', {
          ...aboutOne(needs),
          required: ofOne(needs),
          width: 12,
        }),
      ]),
  fuse('x_servissakring', 'Beviljad servissäkring', 'Om den är en annan.', { width: 12 }),
]

const connection = text(
  'x_anslutningspunkt',
  'Anslutningspunkt',
  'Skåpet eller stationen som installatören ska följa.',
  {
    ...R,
    maxLength: 60,
    width: 12,
  },
)

const DESIGN = 'Dimensionerande värde i anslutningspunkten.'

const grid: Field[] = [
  number('x_ik3_max', 'Kortslutningsström, högsta', DESIGN, { unit: 'kA', decimals: 3, min: 0, max: 200 }),
  number('x_ik1_min', 'Kortslutningsström, lägsta', DESIGN, { unit: 'A', min: 0, max: 200_000 }),
  number('x_forimp', 'Förimpedans', DESIGN, { unit: 'mΩ', decimals: 1, min: 0, max: 100_000 }),
  text('x_kabel', 'Serviskabel', 'Typ och area.', { maxLength: 60 }),
  date('x_servis_utfors', 'Servisen utförs senast', 'Planerat datum.'),
]

const meter: Field[] = [
  text('x_matare', 'Mätartyp', 'Vad som monteras.', { maxLength: 60 }),
  choice('x_matmetod', 'Mätmetod', 'Hur anläggningen mäts.', METHODS, R),
  text('x_ct', 'Strömtransformator', 'Omsättning och klass, t.ex. 100/5.', {
    ...askedIf(is('x_matmetod', 'stromtrafo')),
    maxLength: 60,
  }),
]

const words = longText('x_upplysningar', 'Upplysningar till installatören', 'Syns för installatören.', {
  maxLength: 4000,
  width: 12,
})

/** Names of network components are for the owner only: detail of the grid can be sensitive (docs/domain.md 1.3). */
const parts: Field[] = [
  text('x_natstation', 'Nätstation', 'Intern beteckning.', { maxLength: 60, ownerOnly: true }),
  text('x_skap', 'Kabelskåp', 'Intern beteckning.', { maxLength: 60, ownerOnly: true, width: 3 }),
  text('x_grupp', 'Grupp', 'Intern beteckning.', { maxLength: 60, ownerOnly: true, width: 3 }),
  longText('x_intern', 'Intern beredningsnotering', 'Syns bara hos nätbolaget.', { ownerOnly: true, width: 12 }),
]

const offer: Field[] = [
  text('x_offert_nr', 'Offert nr', 'Om en offert är skickad.', { maxLength: 40 }),
  number('x_avgift', 'Anslutningsavgift', 'Syns bara hos nätbolaget.', {
    unit: 'SEK',
    min: 0,
    max: 1_000_000_000,
    ownerOnly: true,
  }),
]
