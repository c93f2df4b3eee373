import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import type { OwnerRow } from '../db/rowTypes.ts'
import { signed } from '../language/actor.ts'
import type { Translate } from '../language/i18n.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { installerOf } from '../web/guards.ts'
import { id, longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { receiveFiles } from '../web/uploads.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { getOwner } from '../cases/workflow/queries.ts'
import { apply } from './apply.ts'
import { certificateProblem, LIMITS, sendCertificate } from './certificates.ts'
import { ownerField } from './fields.ts'
import { Application } from './forms.ts'
import { tellLeft } from './letters.ts'
import { getCompany, listConnections, listOpenOwners, LIVE, type Connection } from './queries.ts'

/** Ny ansökan and the status of every connection: /company/connections */
export const connections = routes('/company/connections', {
  for: 'installerAdmin',
  proof: 'where the company may send notices',
})

connections.get('/', { support: true }, async (req, res) => showList(req, res, emptyForm))

connections.post('/', { reads: receiveFiles(LIMITS) }, async (req, res) => {
  const actor = installerOf(req)
  const input = readForm(Application, req.body)
  if (!input.ok) return showList(req, res.status(422), input.form)
  const again = (errors: Form['errors']) =>
    showList(req, res.status(422), { values: req.body as Form['values'], errors })
  const owner = (await listOpenOwners(null)).find(({ id }) => id === input.data.owner)
  if (!owner) return again({ owner: 'Välj nätbolag.' })
  const file = req.received?.find(({ size }) => size > 0)
  const problem = await certificateProblem(file)
  if (problem !== null) return again({ certificate: problem })
  if (owner.certificate_required && !file)
    return again({ certificate: 'Nätbolaget kräver ett behörighetsintyg. Bifoga det.' })
  const done = { admitted: false }
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      const live = (await listConnections(tx, actor)).some(
        (each) => each.owner_id === owner.id && LIVE.includes(each.status),
      )
      if (live) throw new Conflict('Ni har redan ansökt hos nätbolaget.')
      const company = await getCompany(tx, actor)
      done.admitted = await apply(tx, { company, owner, message: input.data.message, file, byName: actor.name }, false)
      return '/company/connections'
    }),
  )
  flash(
    res,
    'success',
    done.admitted ? 'Ni är godkända hos {owner} och kan skicka anmälningar dit.' : 'Ansökan är sänd till {owner}.',
    {
      owner: owner.name,
    },
  )
  res.redirect(303, location)
})

const OwnerPath = z.object({ owner: id() })

connections.get('/:owner/end', {}, async (req, res) => {
  const actor = installerOf(req)
  const { owner } = OwnerPath.parse(req.params)
  const { found, rule } = await asActor(actor, async (tx) => ({
    found: (await listConnections(tx, actor)).find((each) => each.owner_id === owner),
    rule: await tx<OwnerRow>('owners').where({ id: owner }).first('finish_when_stopped'),
  }))
  if (found?.status !== 'approved' || !rule) throw new NotFound()
  await render(res, 'companies/end', {
    title: res.locals.t('Avsluta hos {owner}', { owner: found.owner_name }),
    form: emptyForm,
    key: newKey(),
    connection: found,
    mayFinish: rule.finish_when_stopped,
  })
})

connections.post('/:owner/end', {}, async (req, res) => {
  const actor = installerOf(req)
  const { owner } = OwnerPath.parse(req.params)
  await asActor(actor, async (tx) => {
    const pair = { company_id: actor.companyId, owner_id: owner }
    const ended = await tx('connections')
      .where({ ...pair, status: 'approved' })
      .update({ status: 'ended', decided_at: tx.now, decided_by_name: actor.name })
    if (ended === 0) throw new NotFound()
    await tx('connection_events').insert({
      ...pair,
      at: tx.now,
      side: 'installer',
      actor_name: actor.name,
      status: 'ended',
    })
    const company = await getCompany(tx, actor)
    await tellLeft(tx, { company, owner: await getOwner(tx, owner) })
  })
  flash(res, 'success', 'Anslutningen är avslutad.')
  res.redirect(303, '/company/connections')
})

connections.get('/certificates/:id', {}, async (req, res) => {
  const { id } = z.object({ id: longId() }).parse(req.params)
  await sendCertificate(res, installerOf(req), id)
})

/** Who answered: the network owner, or the company itself where it has ended it. */
function decider({ decided_by_name: name, status, owner_name: owner }: Connection, t: Translate): string | null {
  if (name === null) return null
  return status === 'ended' ? name : signed(t, name, 'owner', owner)
}

async function showList(req: Request, res: Response, form: Form): Promise<void> {
  const actor = installerOf(req)
  const { list, files } = await asActor(actor, async (tx) => ({
    list: await listConnections(tx, actor),
    files: await tx('certificates')
      .where({ company_id: actor.companyId })
      .orderBy('id', 'desc')
      .limit(50)
      .select('id', 'owner_id', 'name', 'scan'),
  }))
  const live = new Set(list.filter(({ status }) => LIVE.includes(status)).map((each) => each.owner_id))
  const open = (await listOpenOwners(null)).filter(({ id }) => !live.has(id))
  await render(res, 'companies/connections', {
    title: res.locals.t('Nätbolag'),
    form,
    key: newKey(),
    list: list.map((each) => ({ ...each, by: decider(each, res.locals.t) })),
    files,
    field: ownerField(open, res.locals.t('kräver intyg')),
  })
}
