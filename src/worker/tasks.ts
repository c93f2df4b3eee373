import type { JobHelpers, Task, TaskList } from 'graphile-worker'
import { z } from 'zod'
import { alertTasks } from '../alerts/tell.ts'
import { pictureTasks } from '../attachments/pictureTasks.ts'
import { accountTasks } from '../sign-in/accounts/tasks.ts'
import { caseTasks } from '../cases/workflow/endHolds.ts'
import { configurationTasks } from '../configuration/tasks.ts'
import { tryCases } from '../configuration/tryCases.ts'
import { readRegister } from '../facilities/readInBackground.ts'
import { facilityTasks } from '../facilities/tasks.ts'
import { closedValueTasks } from '../lists/closedValues.ts'
import { exportTasks } from '../lists/exportTask.ts'
import { privacyTasks } from '../privacy/night.ts'
import { longWorkTask } from '../long-work/run.ts'
import { createPeople } from '../users/createPeople.ts'
import { scanTasks } from '../scan/tasks.ts'
import { orderTasks } from '../work-orders/orderMail.ts'
import { log } from '../log.ts'
import { mailTries } from '../metrics.ts'
import { deliver } from '../mail/deliver.ts'
import { sendDigests } from '../mail/digest.ts'
import type { Failure } from '../mail/failures.ts'
import type { Postman } from '../mail/transport.ts'

const MailJob = z.object({ id: z.number().int().positive() })

/**
 * The worker's tasks. Without a transport the mail task is left out: graphile leaves jobs of unknown tasks in the queue.
 * @param signal ends what waits for the database; graphile's own comes whenever its runner dies
 */
export function tasksWith(postman: Postman | null, signal?: AbortSignal): TaskList {
  return {
    ...(postman && { mail: mailTask(postman, signal) }),
    ...accountTasks,
    ...alertTasks,
    digests: async () => {
      await sendDigests()
    },
    ...caseTasks,
    ...configurationTasks,
    ...facilityTasks,
    ...longWorkTask({ facilities: readRegister, people: createPeople, trial: tryCases }),
    ...closedValueTasks,
    ...exportTasks,
    ...orderTasks,
    ...pictureTasks,
    ...privacyTasks,
    ...scanTasks,
    'mail-again': (_payload, helpers) => makeDue(helpers),
  }
}

function mailTask(postman: Postman, signal: AbortSignal | undefined): Task {
  let wasAway = false
  return async (payload, { job, addJob }) => {
    const { id } = MailJob.parse(payload)
    const outcome = await deliver(id, postman, job.attempts >= job.max_attempts, signal)
    if (outcome === 'nothing to do') return
    mailTries.inc({ outcome: nameOf(outcome) })
    if (outcome === 'delivered') {
      if (wasAway) await addJob('mail-again', {}, { jobKey: 'mail-again' })
      wasAway = false
      return
    }
    wasAway ||= outcome.away
    log.warn({ mail: id, code: outcome.code, attempt: job.attempts }, 'mail not accepted')
    // Makes graphile retry. It stores the message, so it must not contain an address.
    if (!outcome.permanent) throw new Error(`mail ${id}: ${outcome.code}`)
  }
}

/** Of a try, for the metrics. */
function nameOf(outcome: 'delivered' | Failure): string {
  if (outcome === 'delivered') return outcome
  if (outcome.permanent) return 'refused'
  return outcome.away ? 'server away' : 'put off'
}

/** The server is back: mails in back-off, which can be hours, are due at once. */
async function makeDue(helpers: JobHelpers): Promise<void> {
  await helpers.query(
    `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where task_identifier = 'mail'
       and locked_at is null and attempts between 1 and max_attempts - 1), run_at := now())`,
  )
}
