import type { Actor } from '../../db/actor.ts'
import type { CaseRow, EventRow } from '../../db/rowTypes.ts'
import type { JobType } from '../../domain/forms/definition.ts'
import { fieldsOf } from '../../domain/forms/schema.ts'
import type { FlatBody } from '../../web/forms.ts'
import type { MoveConflict } from './views.ts'
import { signer } from '../../language/actor.ts'
import type { Translate } from '../../language/i18n.ts'
import { TRANSITIONS, type Move } from '../../domain/workflow/status.ts'
import { timelineOf } from './timeline.ts'
import { cutTo } from '../../web/echo.ts'
import { id } from '../../web/ids.ts'

/** A decision that could not be made: why, and what was posted with it. */
export interface Refused {
  message: string
  move: Move
  body: FlatBody
}

const PROPOSALS = ['proposal', 'proposal-changed', 'proposal-withdrawn', 'proposal-refused', 'undo']

/** What others have done since the page was drawn: each move makes one version and one row of the log. */
export function conflictOf(
  { message, body }: Refused,
  { kase, actor, events, job, owner }: { kase: CaseRow; actor: Actor; events: EventRow[]; job: JobType; owner: string },
  isShown: boolean,
  t: Translate,
): MoveConflict {
  const drawn = id().safeParse(body['_version']).data
  const moved = events.filter(({ action }) => action in TRANSITIONS || PROPOSALS.includes(action))
  const since = drawn !== undefined ? moved.slice(0, Math.max(0, kase.version - drawn)) : []
  return {
    message: t(message),
    since: timelineOf(
      since.filter((event) => event.actor_id !== actor.userId),
      t,
      signer(t, { company: kase.company_name, owner }),
    ),
    typed: isShown ? [] : typedIn(body, job, t),
  }
}

/** The words and values that somebody wrote and that no field on the page shows now. */
function typedIn(body: FlatBody, job: JobType, t: Translate): MoveConflict['typed'] {
  const labels = new Map(fieldsOf(job.consent).map((field) => [field.key, t(field.label)]))
  labels.set('comment', t('Text'))
  return [...labels].flatMap(([name, label]) => {
    const text = [body[name] ?? ''].flat().join(', ').trim()
    return text === '' ? [] : [{ label, text: cutTo(text) }]
  })
}
