import type { TaskList } from 'graphile-worker'
import { localDate } from '../domain/calendar/workdays.ts'
import { perform } from '../cases/workflow/perform.ts'
import type { By } from '../cases/workflow/moveRequest.ts'
import { fourEyesOn } from '../cases/workflow/fourEyes.ts'
import { lockCase } from '../cases/workflow/queries.ts'
import { translators } from '../language/i18n.ts'
import { asOwnersRule, asSystem, type Tx } from '../db/actor.ts'
import { Conflict } from '../web/errors.ts'
import { log } from '../log.ts'
import { accepting } from './acceptRules.ts'
import { acceptFacts, completedNow, justCompleted } from './acceptTrial.ts'
import { judge } from './autoRules.ts'
import type { AcceptRule, Rules } from './content.ts'
import { publishIfDue } from './publish.ts'
import { consentBy, factsOf, justSent } from './trialRun.ts'

/** Publishes every draft whose day has come. Once more is no harm: what is published waits no longer. */
export async function publishDue(): Promise<number> {
  const owners = (await asSystem('worker', (tx) =>
    tx('configuration_drafts as d')
      .join('owners as o', 'o.id', 'd.owner_id')
      .whereNull('o.deactivated_at')
      .where('publish_on', '<=', localDate(tx.now))
      .orderBy('owner_id')
      .pluck('owner_id'),
  )) as number[]
  let published = 0
  for (const owner of owners) {
    await asOwnersRule(owner, (tx) => publishIfDue(tx, owner)).then(
      (version) => (published += version === null ? 0 : 1),
      (error: unknown) => log.error({ err: error, owner }, 'a draft could not be published on its day'),
    )
  }
  return published
}

/** Asks each owner's rules of what has just come in, and approves what one of them fits (T31). */
export async function approveByRule(): Promise<number> {
  let approved = 0
  for (const { owner_id: owner, rules } of await rulesInForce()) {
    if (!rules?.auto.some((rule) => rule.active)) continue
    // Where two people must agree, no rule approves in their stead.
    if (await asOwnersRule(owner, (tx) => fourEyesOn(tx, owner))) continue
    for (const sent of await asOwnersRule(owner, (tx) => justSent(tx, owner))) {
      const { rule } = judge(rules.auto, (each) => factsOf(sent, each))
      const done = await asOwnersRule(owner, async (tx) => {
        await tx('cases').where({ id: sent.id }).update({ ruled_revision: sent.revision })
        if (!rule) return 0
        const by: By = { side: 'system', rule: `Regel: ${rule.name}`, isAdmin: false }
        const consent = sent.flow === 'F' ? { consent: consentBy(rule, sent) } : {}
        await perform(tx, by, sent.ref, 'autoApprove', {
          version: sent.version,
          ...consent,
          details: { rule: rule.code },
        })
        return 1
      }).catch((error: unknown) => {
        // A person was first: it is theirs.
        if (!(error instanceof Conflict)) log.error({ err: error, owner }, 'a case could not be approved by rule')
        return 0
      })
      approved += done
    }
  }
  return approved
}

/**
 * Asks each owner's rules of the färdiganmälningar that have just come in, and accepts what one of them fits (T33). Asked
 * of the locked case: a question or a hold that comes meanwhile is seen.
 */
export async function acceptByRule(): Promise<number> {
  let accepted = 0
  for (const { owner_id: owner, rules } of await rulesInForce()) {
    const inUse = (rules?.accept ?? []).filter((rule) => rule.active)
    if (inUse.length === 0) continue
    for (const { id, ref } of await asOwnersRule(owner, (tx) => justCompleted(tx, owner))) {
      const done = await asOwnersRule(owner, (tx) => acceptOne(tx, inUse, id, ref)).catch((error: unknown) => {
        // A person was first: it is theirs.
        if (!(error instanceof Conflict)) log.error({ err: error, owner }, 'a case could not be accepted by rule')
        return 0
      })
      accepted += done
    }
  }
  return accepted
}

async function acceptOne(tx: Tx, rules: AcceptRule[], id: number, ref: string): Promise<number> {
  const { revision, version } = await lockCase(tx, ref)
  await tx('cases').where({ id }).update({ ruled_revision: revision })
  const sent = await completedNow(tx, id)
  // The words are for people: here only whether there are any counts.
  const rule = sent && accepting(rules, acceptFacts(sent, translators.sv))
  if (!rule) return 0
  const by: By = { side: 'system', rule: `Regel: ${rule.name}`, isAdmin: false }
  await perform(tx, by, ref, 'autoAccept', { version, details: { rule: rule.code } })
  return 1
}

const DAY = 86_400_000

/** Archives for good what has been closed for as long as the owner says, and is settled (T18, SYS). */
export async function archiveClosed(): Promise<number> {
  let archived = 0
  for (const { owner_id: owner, rules } of await rulesInForce()) {
    const days = rules?.archiveAfterDays ?? null
    if (days === null) continue
    const ripe = await asOwnersRule(owner, (tx) =>
      tx('cases')
        .where({ owner_id: owner, status: 'closed' })
        .where('status_since', '<=', new Date(tx.now.getTime() - days * DAY))
        // As the guard 'settled' asks; what it would refuse must not stand in the way of the rest.
        .whereRaw(`open_orders = 0 and coalesce(customer_service, 'registered') = 'registered'`)
        .whereRaw(`coalesce(invoicing, 'paid') in ('paid', 'not_billable') and coalesce(preparation, 'done') = 'done'`)
        .orderBy('id')
        .limit(500)
        .select('ref', 'version'),
    )
    const by: By = { side: 'system', rule: `Regel: ${days} dagar efter avslut`, isAdmin: false }
    for (const { ref, version } of ripe as { ref: string; version: number }[]) {
      await asOwnersRule(owner, (tx) => perform(tx, by, ref, 'archive', { version })).then(
        () => (archived += 1),
        (error: unknown) => {
          if (!(error instanceof Conflict)) log.error({ err: error, owner }, 'a case could not be archived')
        },
      )
    }
  }
  return archived
}

/** Of every owner that is in use, the rules that it published last. */
async function rulesInForce(): Promise<{ owner_id: number; rules: Rules | null }[]> {
  const { rows } = await asSystem('worker', (tx) =>
    tx.raw<{ rows: { owner_id: number; rules: Rules | null }[] }>(
      `select distinct on (g.owner_id) g.owner_id, c.rules
       from configurations g join owners o on o.id = g.owner_id and o.deactivated_at is null
         left join configuration_contents c on c.configuration_id = g.id
       where g.published_at <= app.now() order by g.owner_id, g.id desc`,
    ),
  )
  return rows
}

export const configurationTasks: TaskList = {
  'publish-due': async () => {
    await publishDue()
  },
  'approve-by-rule': async () => {
    await approveByRule()
    await acceptByRule()
  },
  'archive-closed': async () => {
    await archiveClosed()
  },
}
