import { beginTemplate } from '../src/configuration/publishParts.ts'
import { keepFile } from '../src/configuration/storedFiles.ts'
import { asActor, type OwnerActor } from '../src/db/actor.ts'
import { withSampleFile } from './demoFiles.ts'

const TEMPLATES: { title: string; help: string; jobs: string[]; kind: string }[] = [
  { title: 'Fullmakt', help: 'När du företräder kunden.', jobs: [], kind: 'FUL' },
  {
    title: 'Anmälan produktion (ALP)',
    help: 'Fylls i och skrivs under av anläggningens innehavare.',
    jobs: ['PR01', 'PR02', 'PR04', 'PR05', 'EL01'],
    kind: 'ALP',
  },
  { title: 'Fastighetsägarens medgivande', help: 'När beställaren inte äger fastigheten.', jobs: [], kind: 'FAS' },
]

/** The documents a network owner wants filled in and sent along, in force with its first version. */
export async function seedTemplates(actor: OwnerActor): Promise<void> {
  for (const { kind, ...said } of TEMPLATES) {
    await withSampleFile(kind, (received) =>
      asActor(actor, async (tx) => {
        const { id: file, name } = await keepFile(tx, actor, received, 'application/pdf')
        const dates = { validFrom: '2026-01-01', validTo: null }
        await beginTemplate(tx, actor, { ...said, ...dates, code: `M${file}`, file, name })
      }),
    )
  }
}
