import type { Section } from '../definition.ts'
import { choice, date, facilityId, R, tick } from './make.ts'

const REASONS = {
  rivning: 'Rivning',
  sammanslagning: 'Sammanslagning',
  upphor: 'Verksamheten upphör',
  sasong: 'Säsong',
  annat: 'Annat',
}

/** N: a facility or plant is removed. The final meter reading is y_matarst of the completion. */
export function ending(code: string): Section {
  const line = choice('avs_servis', 'Servisen', 'Ska servisledningen vara kvar?', SERVICE, R)
  const remaining = facilityId('avs_anl_kvar', 'Anläggning som blir kvar', 'Anläggnings-ID efter sammanslagningen.', R)
  return {
    key: 'N',
    title: 'Avslut',
    help: 'Mätare tas alltid ned av nätbolaget.',
    fields: [
      choice('avs_orsak', 'Orsak', 'Varför anläggningen avslutas.', REASONS, R),
      date('avs_datum', 'Avslutas den', 'Dagen då elen inte längre behövs.', R),
      // Removing a plant leaves the service line, which belongs to another facility.
      ...(code === 'PR06' ? [] : [line]),
      ...(code === 'BE08' ? [remaining] : []),
      tick('avs_kund_sagt_upp', 'Kunden har sagt upp elnätsavtalet', 'Uppsägningen gör kunden själv.'),
    ],
  }
}

const SERVICE = { behalls: 'Behålls', slopas: 'Slopas' }
