import { asActor, type OwnerActor } from '../src/db/actor.ts'
import type { Content } from '../src/configuration/content.ts'
import { change } from '../src/configuration/draft.ts'
import { addField, editField } from '../src/configuration/fieldEdits.ts'
import { publishDraft } from '../src/configuration/publish.ts'

/** A network owner that has changed its forms once and is about to again, with a rule that waits for its trial run. */
export async function seedConfiguration(actor: OwnerActor): Promise<void> {
  const changes = (work: (content: Content) => void) =>
    asActor(actor, (tx) => change(tx, actor, { part: () => null, stamp: undefined, work }))

  await changes((content) => {
    edit(content, 'LA01', 'upplysningar', { help: 'Skriv gärna var laddboxen sitter och hur den matas.' })
    content.rules.archiveAfterDays = 60
    content.rules.auto.push({
      code: 'A1',
      name: 'Laddbox hemma, högst 25 A',
      active: false,
      jobs: ['LA01'],
      maxFuse: 25,
      noWarnings: true,
      minApproved: 2,
      maxRejectedPercent: 30,
      connectionPoint: 'Befintlig anslutningspunkt',
      message: 'Godkänt enligt våra regler för laddboxar.',
    })
  })
  await asActor(actor, (tx) => publishDraft(tx, actor, 'Laddboxar: tydligare hjälptext'))

  await changes((content) => {
    addField(
      content,
      'LA01',
      { part: 'notice', section: 'L' },
      {
        key: 'x_egen_jfb2skyd',
        label: 'Laddboxens skydd',
        type: 'choice',
        options: ['Jordfelsbrytare typ A', 'Jordfelsbrytare typ B', 'Inbyggt'].map((label, index) => ({
          value: `val${index + 1}`,
          label,
        })),
        required: true,
        width: 6,
      },
      false,
    )
    edit(content, 'LA01', 'best_epost', { help: 'Avtal och besked om laddboxen skickas hit.' })
  })
}

function edit(content: Content, code: string, name: string, { help }: { help: string }): void {
  const field = content.jobs
    .find((job) => job.code === code)!
    .notice.sections.flatMap((section) => section.fields)
    .find(({ key }) => key === name)!
  const { label, required = false, when = null } = field
  editField(content, code, name, { label, help, hidden: false, required, when }, false)
}
