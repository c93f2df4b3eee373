/** What people and systems call the columns of a facility in their sheets, without case and signs (src/text/headings.ts). */
const METER =
  'mätarnr mätare_nr mätarens_nr serienr serienummer meter_no mätare mätarnummer mätarid mätarens_nummer mätnr meter meter_number elmätare elmätarnummer'
const FACILITY =
  'anl-id anl_id anlid anl.nr anlnr anläggningsid anläggning_id anläggningsnummer anläggningsnr ean ean-nr ean-kod eannummer ean-id gsrn gsrn-nummer mätpunkt mätpunktsid mätpunkts-id mätplats-id mätplatsid ean_uttag uttag_ean anl_id_uttag facility_id'
const FLAT = 'lgh lgh_nr lghnr lägenhet lägenhetsnr lägenhetsnummer lgh-nummer apartment'
const PHASES = 'fas faser antal_faser fasantal fas_antal antal_fas phases'

const words = (text: string) => text.split(' ').map((word) => word.replaceAll('_', ' '))

/** Of a register of facilities (src/facilities/facility.ts). */
export const FACILITY_HEADINGS = {
  facilityId: words(FACILITY),
  infeedId: words(
    'anl_id_inm ean_inmatning inmatning_ean ean_produktion produktion_ean anläggningsid_produktion anl-id_inmatning',
  ),
  meterNumber: words(METER),
  technicalNumber: words('tekniskt_nr tekniskt_nummer tekniskt_id'),
  address: words('anläggningsadress gatuadress gata adress besöksadress address street'),
  postcode: words('postnr post_nr postnummer postkod zip zip_code postcode'),
  city: words('postort stad ort city anläggningsort'),
  property: words('fastighet fastighetsbet fast.bet fastighetsbeteckning'),
  municipality: words('kommun kommunnamn'),
  apartment: words(FLAT),
  fuse: words(
    'säkring huvudsäkring mätarsäkring säkringsstorlek säkr säkring_ampere ampere amp abonnerad_säkring servissäkring',
  ),
  phases: words(PHASES),
}

/** Of the rows of a block, by the key of the field; '!' before a name that could be another's too: src/text/headings.ts. */
export const ROW_HEADINGS: Record<string, string[]> = {
  anl_benamning: words('benämning namn objekt beteckning lokal märkning lgh lägenhet'),
  lgh_nr: [...words(FLAT), '!lgh', '!lägenhet'],
  anl_id: words(FACILITY),
  matarnummer: words(METER),
  sakr_bef: words(
    'nuvarande current_fuse säkring_före säkr_före nuv._säkring nuvarande_säkring befintlig_säkring bef._säkring befintlig gammal_säkring säkring_nu säkring_idag säkring_bef säkring säkr ampere amp mätarsäkring huvudsäkring',
  ),
  sakr_ny: words(
    'ny önskad new_fuse säkring_efter säkr_efter ny_säkring önskad_säkring säkring_ny kommande_säkring ny_säkr säkring säkr ampere amp mätarsäkring huvudsäkring',
  ),
  fas_ny: words(PHASES),
  mat_atgard: words('åtgärd mätaråtgärd åtgärd_mätare åtgärd_på_mätare'),
  y_klar_matare: words('klar klar_för_mätare klardatum datum klar_datum'),
  y_matarst: words('mätarställning ställning avläsning mätarst. mätarvärde'),
  y_sakr: words('monterad_säkring säkring säkr ny_säkring ampere'),
}
