import type { Section } from '../definition.ts'
import { askedIf, choice, choices, date, is, number, oneOf, R, text, yesNo } from './make.ts'
import type { Needs } from './requirements.ts'

/** Work on the service line; BE05 requires one of SERVICE_CHANGES. */
const ACTIONS = {
  ny: 'Ny',
  flytt: 'Flytt',
  byte: 'Byte',
  forlangning: 'Förlängning',
  forkortning: 'Förkortning',
  placering: 'Placeringsändring',
  frankoppling: 'Frånkopplas tillfälligt',
  slopas: 'Slopas',
  ingen: 'Ingen',
}
export const SERVICE_CHANGES = ['flytt', 'byte', 'forlangning', 'forkortning', 'placering']

/** E: the service line. BE03 and BE06 first ask whether it is affected at all, as Ellevio does. */
export function serviceSection({ serviceIfTouched, newService }: Needs): Section {
  const touched = is('servis_berors', true)
  const shown = serviceIfTouched ? { when: touched } : {}
  const asked = { ...shown, required: serviceIfTouched }
  return {
    key: 'E',
    title: 'Servis',
    fields: [
      ...(serviceIfTouched
        ? [
            yesNo('servis_berors', 'Berörs inkommande kabel?', 'Ja om servisledningen påverkas av ändringen.', {
              ...R,
              width: 12,
            }),
          ]
        : []),
      choices('servis_atgard', 'Åtgärd på servis', 'Vad ska hända med servisen?', ACTIONS, {
        ...shown,
        ...R,
        width: 12,
      }),
      text('servis_text', 'Beskriv ändringen av servisen', 'Varifrån, vart och varför.', {
        ...askedIf(oneOf('servis_atgard', ...SERVICE_CHANGES)),
        width: 12,
      }),
      choice(
        'servis_typ',
        'Servistyp',
        'Kabel i mark, luftledning eller hängkabel.',
        { kabel: 'Kabel', luft: 'Luftledning', hangkabel: 'Hängkabel', vet_ej: 'Vet ej' },
        asked,
      ),
      text('servis_fran', 'Ansluts i kabelskåp/station', 'Beteckning på skåpet om du vet den.', {
        ...shown,
        maxLength: 20,
      }),
      number('servis_langd_tomt', 'Kabellängd på tomt', 'Från tomtgräns till mätarskåp.', {
        ...shown,
        required: newService,
        unit: 'm',
        min: 0,
        max: 1000,
        width: 3,
      }),
      text('servis_kabel', 'Kabeltyp och area', 'T.ex. N1XE 4G10.', { ...shown, maxLength: 30, width: 3 }),
      choice(
        'servis_ror',
        'Kabelrör förlagt',
        'Kundens rör klart för kabeldragning?',
        { ja: 'Ja', nej: 'Nej', planerat: 'Planerat' },
        { ...shown, required: newService },
      ),
      date('servis_ror_datum', 'Kabelrör klart den', 'När röret beräknas ligga på plats.', {
        ...askedIf(is('servis_ror', 'planerat')),
        width: 12,
      }),
      choice(
        'grav_ansvar',
        'Schakt utförs av',
        'Vem gräver på tomten.',
        { kund: 'Kund', installator: 'Installatör', natagare: 'Nätbolag' },
        asked,
      ),
    ],
  }
}
