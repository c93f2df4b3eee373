import type { Flow } from '../definition.ts'

/** What the owner is to do with the meter (mat_atgard). */
export const METER_WORK = {
  satta_upp: 'Sätta upp',
  byta: 'Byta',
  flytta: 'Flytta',
  ta_ned: 'Ta ned',
  plombera: 'Plombera om',
  ingen: 'Ingen',
}

/** A row of docs/domain.md 3.1: sections by letter, those in brackets optional; files by code, ! required. */
export interface Row {
  code: string
  name: string
  flow: Flow
  lead: number
  block?: true
  sections: string
  files: string
  rules?: string
}

/** What a job type requires beyond its sections' standard fields: the column "Req." of docs/domain.md 3.2 and 3.3. */
export type Needs = ReturnType<typeof needsOf>

/** The one place for differences between job types within a section. */
export function needsOf({ code, flow, sections, block: mayBlock }: Row) {
  // Matches by prefix: 'BE' is every job type of that installationstyp.
  const any = (codes: string) => codes.split(' ').some((each) => code.startsWith(each))
  const required = sections.replace(/\([^()]*\)/, '')
  const isNew = any('NY TI01 PR05 GB01 TR01')
  const changesFuse = any('BE01 BE02 BE03')
  const infeed = (any('PR') && code !== 'PR06') || code === 'EL01'
  const station = any('TR PR03')
  const isBlock = any('NY04 BE08 BE09 LA02')
  return {
    direct: flow === 'D',
    /**
     * Several facilities in one case, a row each: 'always' by the nature of the job, 'allowed' when the installer may add
     * rows to a form that is otherwise about one facility.
     */
    block: isBlock ? ('always' as const) : mayBlock ? ('allowed' as const) : ('no' as const),
    /** One existing facility becomes several that have no number yet. */
    divides: code === 'BE09',
    isNew,

    /** Most often a person's own house: begun so, and changed where it is not. */
    home: any('NY01 NY05 BE01 BE03 BE04 BE10 PR01 LA01 EL01'),
    place: placeOf(code),

    // D
    facilityId: any('BE PR04 PR06 SL TI02 TI04 LA01 GB02'),
    infeedId: any('PR04 PR06'),
    meterNumber: any('BE06 BE07 BE08 BE09 BE10 BE11 SL01 TI02'),
    property: any('NY TI01 PR SE SL02 GB TR'),
    flats: code === 'NY04',
    flatInHouse: any('BE'),
    /** The buyer of the surplus must be known by the day of connection; until then it may be left blank with a reason. */
    surplusSold: any('PR02 PR03'),

    // E
    serviceIfTouched: any('BE03 BE06'),
    newService: any('NY01 NY02'),

    // F
    fuseBefore: !isNew && any('BE PR LA EL RE') && code !== 'BE09',
    fuseAfter: (isNew && code !== 'TR01') || changesFuse || code === 'BE09',
    phaseBefore: code === 'BE04',
    phaseAfter: (isNew && code !== 'TR01') || code === 'BE04',
    consumption: any('NY BE03 BE10'),
    peakPower: any('LA02 LA03 TR'),
    heating: code === 'NY01',
    hasFuses: sections.includes('F'),
    asksFuses: required.includes('F'),

    // G
    appliance: code === 'BE10',

    // H
    meterWork: meterWorkOf(code),
    largeFuse: any('NY02 PR02 PR03'),
    moves: code === 'BE06',
    /** The facility ends: its meter is taken down, and nobody gets a subscription. */
    takesDown: any('SL'),
    brokenSeal: code === 'BE11',
    hasMetering: sections.includes('H'),

    // L, O
    publicCharging: code === 'LA03',
    stationIfHighVoltage: code === 'BE13',

    // X: a high-voltage customer has a connection point, but no fuse size
    grantsFuse: required.includes('F') && !station,
    connectsSomewhere: required.includes('F'),
    mountsMeter: required.includes('H'),
    infeed,
    mayFeedIn: infeed || code === 'EL02',
    charges: required.includes('L'),

    /** Flow G: the application is for values of the network, which are the answer. */
    answered: code === 'OV02',

    // Y
    connects: isNew || code === 'BE12',
    knowsMeter: any('BE SL'),
    hasMeter: any('BE SL LA EL RE') || (any('PR') && code !== 'PR05'),
    readsMeter: any('BE01 BE02 BE03 BE04 BE08 SL PR06'),
    commissions: required.includes('J') && code !== 'PR06',
    commissionsStorage: any('EL'),
    newCustomer: !any('PR06 BE11'),
  }
}

/** What the job's own name says is supplied there, preselected. */
function placeOf(code: string): string | undefined {
  const places: Record<string, string> = {
    NY04: 'flerbostadshus',
    NY05: 'fritidshus',
    LA01: 'villa',
    LA03: 'laddning',
    GB01: 'belysning',
    GB02: 'belysning',
  }
  return places[code]
}

/** The usual work on the meter, preselected. */
function meterWorkOf(code: string): keyof typeof METER_WORK {
  const usual: Record<string, keyof typeof METER_WORK> = {
    NY: 'satta_upp',
    TI01: 'satta_upp',
    TI02: 'ta_ned',
    BE06: 'flytta',
    BE08: 'ta_ned',
    BE09: 'satta_upp',
    BE11: 'plombera',
    BE13: 'byta',
    PR: 'byta',
    PR05: 'satta_upp',
    SL: 'ta_ned',
    GB: 'satta_upp',
  }
  return usual[code] ?? usual[code.slice(0, 2)] ?? 'ingen'
}
