import type { Field, Section } from '../definition.ts'
import { aboutOne, begun, choice, date, fuse, HOMES, number, oneOf, PHASES, power, tick } from './make.ts'
import type { Needs } from './requirements.ts'

/** F: fuses and power, before and after the work (docs/domain.md 3.2, 4.9). */
export function fuseSection(needs: Needs): Section {
  const phases = { width: 3 } as const
  const before: Field[] = [
    fuse('sakr_bef', 'Befintlig huvudsäkring', 'Mätarsäkringen före arbetet.', {
      ...aboutOne(needs),
      required: needs.fuseBefore,
      width: 3,
    }),
    choice('fas_bef', 'Antal faser före', '1 eller 3.', PHASES, {
      ...phases,
      ...aboutOne(needs),
      required: needs.phaseBefore,
    }),
  ]
  const history: Field[] = [
    fuse('servissakr_bef', 'Befintlig servissäkring', 'Säkringen som skyddar servisen.', { width: 3 }),
    date('senaste_andring', 'Senaste säkringsändring', 'Nätbolaget tillåter normalt en per 12 månader.', {
      notAfter: 'today',
    }),
    tick('sasong', 'Säsongsmässig ändring', 'Ej tillåtet hos de flesta.'),
  ]
  return {
    key: 'F',
    title: 'Säkring och effekt',
    fields: [
      ...(needs.isNew || needs.block === 'always' ? [] : before),
      ...(needs.block === 'always' ? [] : after(needs)),
      fuse('servissakr_ny', 'Servissäkring ny', 'Säkringen som skyddar servisen.', { width: 3 }),
      ...(needs.isNew ? [] : history),
      number('arsforbr', 'Beräknad årsförbrukning', 'Uppskatta för ett normalår.', {
        required: needs.consumption,
        unit: 'kWh',
        min: 0,
        max: 50_000_000,
      }),
      power('max_effekt', 'Beräknat effektbehov', 'Högsta samtidiga uttag.', {
        required: needs.peakPower || (needs.block !== 'always' && { field: 'sakr_ny', above: 63 }),
      }),
      choice('uppvarmning', 'Uppvärmningssätt', 'Huvudsaklig värmekälla.', HEATING, {
        required: needs.heating && oneOf('anl_typ', ...HOMES, 'flerbostadshus', 'lagenhet'),
      }),
    ],
  }
}

function after(needs: Needs): Field[] {
  return [
    fuse('sakr_ny', 'Önskad huvudsäkring / mätarsäkring', 'Storleken efter arbetet.', {
      ...aboutOne(needs),
      required: needs.fuseAfter,
      width: 3,
    }),
    choice('fas_ny', 'Antal faser', '1 eller 3.', PHASES, {
      ...aboutOne(needs),
      width: 3,
      required: needs.phaseAfter,
      ...begun(needs.isNew && needs.home ? '3' : undefined),
    }),
  ]
}

const HEATING = {
  direktel: 'Direktel',
  luftvatten: 'Luft/vatten',
  bergvarme: 'Bergvärme',
  luftluft: 'Luft/luft',
  fjarrvarme: 'Fjärrvärme',
  bio: 'Bio',
  ingen: 'Ingen',
  annat: 'Annat',
}
