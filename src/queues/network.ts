import { CasePath } from '../cases/workflow/forms.ts'
import { prefill } from '../cases/page/consentPrefill.ts'
import { eyesOn } from '../cases/workflow/fourEyes.ts'
import { getCase, getJob, insertEvent, lockCase } from '../cases/workflow/queries.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { Answers } from '../domain/forms/definition.ts'
import { onlyFillsRows } from '../domain/forms/consentRows.ts'
import { changesBetween } from '../domain/forms/present.ts'
import { renumber } from '../domain/forms/repeatingGroups.ts'
import { schemaFor } from '../domain/forms/schema.ts'
import { Conflict } from '../web/errors.ts'
import { formPage, type At } from '../web/formPage.ts'
import type { FlatBody } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { readContext, termsOf } from '../domain/forms/terms.ts'

/** What beredning has found, ready for the one who decides. */
export const network = routes('/owner/preparation/:ref/network', { for: 'owner', right: 'prepare', proof: 'cases' })

network.form(
  '/',
  {},
  formPage({
    actor: ownerSideOf,
    view: 'queues/network',
    repeatable: true,
    schema: ({ job, context }) => schemaFor(job.consent, 'draft', context),
    load: readNetwork,
    shape: ({ kase, job }, body) => renumber(job.consent, body, kase.notice) as typeof body,
    values: ({ kase, job, internal }, { t }) =>
      prefill(job, { kase, internal, proposal: null, earlier: null }, t).values,
    draw: ({ t }, { kase, job }) => ({
      title: `${t('Nätuppgifter')} – ${kase.ref}`,
      kase,
      sections: job.consent.sections,
      ladder: termsOf(job).ladder,
    }),
    save: async ({ req, tx, actor, t }, consent, { kase, job, internal }) => {
      if (onlyFillsRows(req.body as FlatBody)) return { errors: {} }
      const changes = changesBetween(job.consent, internal, consent, t)
      if (changes.length > 0) await keep(tx, actor, kase, consent, changes)
      return { to: '/owner/preparation', said: 'Nätuppgifterna är sparade. De står ifyllda när någon godkänner.' }
    },
  }),
)

/** Of the owner alone until somebody approves: then the decision says what goes to the installer. */
async function keep(tx: Tx, actor: OwnerActor, kase: CaseRow, consent: Answers, changes: object[]): Promise<void> {
  const row = { case_id: kase.id, owner_id: kase.owner_id, sent: kase.sent, consent: JSON.stringify(consent) }
  // One that was made while two had to decide binds nobody once one may.
  if ((await eyesOn(tx, kase)).proposal) {
    throw new Conflict('Ett godkännande är föreslaget och väntar på bekräftelse. Det måste dras tillbaka först.')
  }
  await tx('case_internals').insert(row).onConflict('case_id').merge(['consent'])
  // Whoever has the case open decides on what stood there: the decision is asked to look again.
  await tx('cases')
    .where({ id: kase.id })
    .update({ version: kase.version + 1, last_event_at: tx.now })
  await insertEvent(tx, kase, actor, {
    action: 'network-prepared',
    audience: 'owner',
    details: { changes } as never,
  })
}

/** @throws Conflict for a case that waits for no consent */
async function readNetwork({ tx, req, t }: At<OwnerActor>) {
  const { ref } = CasePath.parse(req.params)
  const kase = await (req.method === 'POST' ? lockCase : getCase)(tx, ref)
  if (kase.flow !== 'F' || kase.status !== 'submitted') throw new Conflict('Ärendet väntar inte på nätuppgifter.')
  const row = await tx('case_internals').where({ case_id: kase.id }).first('consent')
  const job = await getJob(tx, kase)
  return { kase, job, context: readContext(job, tx, t), internal: row?.consent ?? {} }
}
