import { asActor, type OwnerActor } from '../src/db/actor.ts'
import { publish, type Wanted } from '../src/templates/queries.ts'
import { withSampleFile } from './demoFiles.ts'

const TEMPLATES: (Pick<Wanted, 'title' | 'help' | 'jobs'> & { kind: string })[] = [
  { title: 'Fullmakt', help: 'När du företräder kunden.', jobs: [], kind: 'FUL' },
  {
    title: 'Anmälan produktion (ALP)',
    help: 'Fylls i och skrivs under av anläggningens innehavare.',
    jobs: ['PR01', 'PR02', 'PR04', 'PR05', 'EL01'],
    kind: 'ALP',
  },
  { title: 'Fastighetsägarens medgivande', help: 'När beställaren inte äger fastigheten.', jobs: [], kind: 'FAS' },
]

/** The documents a network owner wants filled in and sent along, as its administrator would publish them. */
export async function seedTemplates(actor: OwnerActor): Promise<void> {
  for (const { kind, ...said } of TEMPLATES) {
    const document = { ...said, valid_from: '2026-01-01', valid_to: null }
    await withSampleFile(kind, (file) => asActor(actor, (tx) => publish(tx, actor, document, file, null)))
  }
}
