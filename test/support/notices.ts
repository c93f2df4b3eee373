/** What Tolvan's installer types in every notice (docs/domain.md 4.8: nobody living). */
export const ORDERER = {
  best_typ: 'privat',
  best_id: '19121212-1212',
  best_namn: 'Tolvan Tolvansson',
  best_adress: 'Kvarnvägen 12',
  best_postnr: '123 45',
  best_ort: 'Norrådal',
  best_telefon: '070-174 06 20',
  best_epost: 'tolvan@kund.example',
  best_ar_fastighetsagare: 'ja',
}

export const FACILITY = {
  anl_id: '735 999 000 100 000 029',
  anl_typ: 'villa',
  anl_adress: 'Kvarnvägen 12',
  anl_postnr: '123 45',
  anl_ort: 'Norrådal',
}
