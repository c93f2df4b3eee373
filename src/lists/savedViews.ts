import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { partyOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { routes } from '../web/routes.ts'

/** Saved lists, and a person's start page. */
export const savedViews = routes('/views', { for: 'party', right: 'read', proof: 'saved views of lists' })

/** A relative address of a list. Validated, since it becomes a link and a redirect target after sign-in. */
const Address = z
  .string()
  .max(2000)
  .regex(/^\/(cases|cases\/mine|archive)(\?[^\s#]*)?$/)

const View = z.object({ address: Address, name: z.string().trim().min(1).max(60) })

savedViews.post('/', {}, async (req, res) => {
  const { address, name } = View.parse(req.body)
  // Saving under an existing name replaces the view.
  await asActor(partyOf(req), (tx) =>
    tx('saved_views').insert({ address, name }).onConflict(['user_id', 'name']).merge(['address']),
  )
  flash(res, 'success', 'Vyn {name} är sparad.', { name })
  res.redirect(303, address)
})

const Deleted = z.object({ back: Address.catch('/cases') })
const ViewPath = z.object({ id: id() })

savedViews.post('/:id/delete', {}, async (req, res) => {
  const { id } = ViewPath.parse(req.params)
  const { back } = Deleted.parse(req.body)
  const rows = (await asActor(partyOf(req), (tx) => tx('saved_views').where({ id }).delete().returning('name'))) as {
    name: string
  }[]
  if (rows[0]) flash(res, 'success', 'Vyn {name} är borttagen.', { name: rows[0].name })
  res.redirect(303, back)
})

const Renamed = Deleted.extend({ name: View.shape.name })

savedViews.post('/:id/rename', {}, async (req, res) => {
  const { id } = ViewPath.parse(req.params)
  const { back, name } = Renamed.parse(req.body)
  const renamed = await asActor(partyOf(req), async (tx) => {
    const taken = await tx('saved_views').where({ name }).whereNot({ id }).first('id')
    return taken ? null : tx('saved_views').where({ id }).update({ name })
  })
  if (renamed === null) flash(res, 'error', 'Du har redan en vy som heter {name}.', { name })
  else if (renamed > 0) flash(res, 'success', 'Vyn heter nu {name}.', { name })
  res.redirect(303, back)
})

/** Toggles the list as start page (the tick _Standard_ of docs/domain.md 6). */
savedViews.post('/standard', {}, async (req, res) => {
  const actor = partyOf(req)
  const { address } = z.object({ address: Address }).parse(req.body)
  const already = req.session!.startPage === address
  const start_page = already ? '/inbox' : address
  await asActor(actor, (tx) => tx('users').where({ id: actor.userId }).update({ start_page }))
  if (already) flash(res, 'success', 'Du börjar i inkorgen när du loggar in.')
  else flash(res, 'success', 'Du börjar i den här listan när du loggar in.')
  res.redirect(303, address)
})
