import type { Section } from '../definition.ts'
import { choice, choices, date, group, is, number, phone, R, text, tick, yesNo } from './make.ts'

/** I: connecting a temporary facility (TI01), or disconnecting it (TI02). */
export function temporary(phase: 'in' | 'out'): Section {
  const purpose = choice(
    'till_andamal',
    'Ändamål',
    'Vad elen ska användas till.',
    { byggstrom: 'Byggström', evenemang: 'Evenemang', marknad: 'Marknad', annat: 'Annat' },
    R,
  )
  const box = choice('byggskap_agare', 'Byggskåp', 'Vems skåpet är.', { eget: 'Eget', hyr: 'Hyr av nätägare' }, R)
  return {
    key: 'I',
    title: 'Tillfällig anläggning',
    fields:
      phase === 'in'
        ? [
            purpose,
            box,
            date('till_start', 'Behövs från', 'Första dagen.', { ...R, notBefore: 'today' }),
            date('till_slut', 'Behövs till', 'Högst tolv månader efter start.', R),
            text('byggskap_kabel', 'Kabel till byggskåpet', 'Högst 5 m gummikabel till kabelskåpet.', {
              maxLength: 60,
            }),
          ]
        : [
            purpose,
            box,
            text('till_arende', 'Ärende för inkopplingen', 'Numret på anmälan om inkoppling, om du har det.', {
              maxLength: 20,
            }),
            date('frankoppling_datum', 'Kopplas bort den', 'Dagen då elen inte längre behövs.', R),
            number('matarstallning_slut', 'Mätarställning', 'Om du kan läsa av den.', {
              unit: 'kWh',
              min: 0,
              max: 99_999_999,
            }),
          ],
  }
}

export const production: Section = {
  key: 'J',
  title: 'Produktion',
  fields: [
    choice(
      'prod_slag',
      'Energikälla',
      'Vad elen kommer från.',
      { sol: 'Sol', vind: 'Vind', vatten: 'Vatten', bio: 'Bio eller kraftvärme', annat: 'Annat' },
      R,
    ),
    number('prod_modul_kwp', 'Installerad moduleffekt', 'Solpanelernas sammanlagda toppeffekt (DC).', {
      required: true,
      when: is('prod_slag', 'sol'),
      unit: 'kWp',
      decimals: 2,
      min: 0.1,
      max: 500_000,
    }),
    group(
      'vr',
      'Växelriktare',
      'En rad per modell.',
      'Växelriktare',
      [
        text('vr_fabrikat', 'Fabrikat', 'Som på märkskylten.', { ...R, maxLength: 60 }),
        text('vr_modell', 'Modell', 'Som på märkskylten.', { ...R, maxLength: 60 }),
        number('vr_antal', 'Antal', 'Av samma modell.', { ...R, min: 1, max: 99, width: 3 }),
        number('vr_effekt', 'Märkeffekt per växelriktare', 'AC-effekt.', {
          ...R,
          unit: 'kW',
          decimals: 2,
          min: 0.01,
          max: 100_000,
          width: 3,
        }),
        choice('vr_fas', 'Anslutning', '1-fas rekommenderas ej.', { 1: '1-fas', 3: '3-fas' }, { ...R, width: 3 }),
      ],
      { ...R, minRows: 1, maxRows: 20 },
    ),
    number('prod_max', 'Inställd maximal effekt', 'Den effekt som kan matas ut, kW AC.', {
      ...R,
      unit: 'kW',
      decimals: 2,
      min: 0.1,
      max: 1_000_000,
    }),
    choice(
      'prod_standard',
      'Uppfyller standard',
      'Tillverkaren intygar.',
      { en50549_1: 'SS-EN 50549-1', en50549_2: 'SS-EN 50549-2', annat: 'Annat' },
      R,
    ),
    choice(
      'prod_skydd_alp',
      'Skyddsinställningar enligt ALP',
      'Avvikelse måste godkännas.',
      { ja: 'Ja', avvikelse: 'Avvikelse' },
      R,
    ),
    text('prod_skydd_text', 'Vilken avvikelse', 'Vilka värden som skiljer sig och varför.', {
      required: true,
      when: is('prod_skydd_alp', 'avvikelse'),
    }),
    yesNo('prod_brytare', 'Låsbar brytare åtkomlig för nätägaren', 'Blockerbar i öppet läge.', R),
    choice(
      'prod_brytare_plats',
      'Brytarens plats',
      'Var nätägaren hittar den.',
      { matarskap: 'I mätarskåpet', annan: 'Annan plats' },
      { required: true, when: is('prod_brytare', true) },
    ),
    text('prod_brytare_text', 'Beskriv platsen', 'T.ex. på gaveln mot norr.', {
      required: true,
      when: is('prod_brytare_plats', 'annan'),
    }),
    yesNo('prod_odrift', 'Ödrift/reservdrift möjlig', 'Kan anläggningen mata huset utan nät?', R),
    choice(
      'res_frankoppl',
      'Frånkoppling vid ödrift',
      'Hur anläggningen skiljs från nätet.',
      { omkopplare: 'Omkopplare med mekaniskt 0-läge', ats: 'Automatik (ATS)', annat: 'Annat' },
      { required: true, when: is('prod_odrift', true) },
    ),
    text('prod_overskott', 'Överskott säljs till', 'Elhandelsföretag, om känt.', { maxLength: 60 }),
    tick('prod_moms', 'Momsregistrerad', 'Om kunden är momsregistrerad för försäljningen.'),
  ],
}

export const storage: Section = {
  key: 'K',
  title: 'Energilager',
  fields: [
    number('lag_kapacitet', 'Kapacitet', 'Ange lagrets storlek och om det kan mata ut på nätet.', {
      ...R,
      unit: 'kWh',
      decimals: 1,
      min: 0.1,
      max: 1_000_000,
    }),
    number('lag_effekt_ut', 'Effekt ut', 'Högsta effekt vid urladdning.', {
      ...R,
      unit: 'kW',
      decimals: 1,
      min: 0.1,
      max: 1_000_000,
    }),
    number('lag_effekt_in', 'Effekt in', 'Högsta effekt vid laddning.', {
      ...R,
      unit: 'kW',
      decimals: 1,
      min: 0.1,
      max: 1_000_000,
    }),
    choice('lag_koppling', 'Koppling', 'Hur lagret är anslutet.', { ac: 'AC', dc: 'DC bakom växelriktare' }, R),
    choice(
      'lag_inmatning',
      'Matar lagret ut på nätet',
      'Begränsad kräver att gränsen är inställd.',
      { ja: 'Ja', nej: 'Nej', begransad: 'Begränsad' },
      R,
    ),
    number('lag_grans', 'Inmatningen begränsas till', 'Tillsammans med produktionen.', {
      required: true,
      when: is('lag_inmatning', 'begransad'),
      unit: 'kW',
      decimals: 1,
      min: 0,
      max: 1_000_000,
    }),
    choices('lag_tjanster', 'Används till', 'Det som är tänkt idag.', { egen: 'Egenanvändning', stod: 'Stödtjänster' }),
    text('lag_fabrikat', 'Fabrikat och modell', 'Som på märkskylten.', { ...R, maxLength: 100 }),
    text('lag_plats', 'Plats', 'Var lagret står.', { ...R, maxLength: 100 }),
  ],
}

export const charging: Section = {
  key: 'L',
  title: 'Elbilsladdning',
  fields: [
    number('ladd_antal', 'Antal uttag', 'Hur många bilar som kan laddas samtidigt.', {
      ...R,
      min: 1,
      max: 500,
      width: 4,
    }),
    choice(
      'ladd_effekt',
      'Effekt per uttag',
      'Högsta effekt för ett uttag.',
      { '3.7': '3,7 kW', '7.4': '7,4 kW', '11': '11 kW', '22': '22 kW', annat: 'Annan' },
      { ...R, width: 4 },
    ),
    number('ladd_total', 'Samlad effekt', 'Samlad effekt efter lastbalansering.', {
      required: true,
      when: is('ladd_effekt', 'annat'),
      unit: 'kW',
      decimals: 1,
      min: 0.1,
      max: 100_000,
      width: 4,
    }),
    choice('ladd_typ', 'Laddtyp', 'AC är vanligast hemma.', { ac: 'AC', dc: 'DC' }, R),
    yesNo('ladd_lastbalans', 'Lastbalansering', 'Ja om laddningen anpassas efter huvudsäkringen.', R),
    number('ladd_max', 'Högsta effekt med lastbalansering', 'Den effekt som balanseringen släpper fram.', {
      required: true,
      when: is('ladd_lastbalans', true),
      unit: 'kW',
      decimals: 1,
      min: 0.1,
      max: 100_000,
    }),
    tick('ladd_v2g', 'Kan mata tillbaka till nätet (V2G)', 'Då behövs också uppgifter om produktion.'),
    text('ladd_fabrikat', 'Fabrikat och modell', 'Som på märkskylten.', { maxLength: 100 }),
  ],
}

/** Q: when, and by whom. */
export const people: Section = {
  key: 'Q',
  title: 'Datum och installatör',
  fields: [
    text('regelef_namn', 'Elinstallatör för regelefterlevnad', 'Företagets auktoriserade elinstallatör.', {
      ...R,
      maxLength: 100,
    }),
    choice('regelef_typ', 'Auktorisation', 'A full, AL lågspänning, B begränsad.', { A: 'A', AL: 'AL', B: 'B' }, R),
    text('utforare', 'Utförande montör på plats', 'Om annan än ansvarig.', { maxLength: 100 }),
    phone('utforare_telefon', 'Montörens telefon', 'Om annan än ansvarigs.'),
    text('kontakt_plats', 'Kontaktperson på plats', 'Den vi ringer.', { maxLength: 100 }),
    phone('kontakt_plats_telefon', 'Kontaktpersonens telefon', 'Den vi ringer.'),
  ],
}

export const expectedDate = date(
  'fardigdatum',
  'Förväntat färdigdatum',
  'När arbetet beräknas vara klart. Används för sortering.',
  { ...R, notBefore: 'today' },
)
export const wishedDate = date('onskad_ink', 'Önskad inkopplingsdag', 'Önskemål, bekräftas av nätägaren.', {
  notBefore: 'today',
})

export const rest: Section = {
  key: 'R',
  title: 'Övrigt',
  fields: [
    {
      ...text('upplysningar', 'Upplysningar', 'Det nätbolaget behöver veta utöver uppgifterna ovan.', {
        maxLength: 2000,
        width: 12,
      }),
      type: 'longText',
    },
    tick(
      'manuell_hantering',
      'Jag vill att ärendet granskas av handläggare',
      'Annars kan enkla ärenden godkännas automatiskt.',
      { width: 12 },
    ),
    tick('intygande', 'Jag intygar att uppgifterna är riktiga', 'Krävs varje gång du skickar.', { ...R, width: 12 }),
  ],
}
