import type { Request, Response } from 'express'
import { ownPath } from '../accounts/ownPath.ts'
import { signInAt, type Door } from '../accounts/routes.ts'
import { providerLabel } from '../oidc/queries.ts'
import { emptyForm } from '../../web/forms.ts'
import { newKey } from '../../web/once.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { sheet } from './look.ts'
import { getLogo, lookOf } from './queries.ts'

/** A network owner's own way in: /n/:owner. Anyone may link to it; nobody may frame it (web/headers.ts). */
export const entrance = routes('/n', { for: 'anyone', proof: 'begins the session, by a proof' })

entrance.get('/:owner', {}, async (req, res) => {
  const next = typeof req.query['next'] === 'string' ? ownPath(req.query['next']) : '/'
  if (req.actor) {
    res.redirect(303, next)
    return
  }
  await (
    await doorOf(req, res)
  )(res, emptyForm, next)
})

entrance.post('/:owner', {}, async (req, res) => signInAt(req, res, await doorOf(req, res)))

/** The sign-in page with the owner's look; a wrong password keeps it. */
async function doorOf(req: Request, res: Response): Promise<Door> {
  const look = await lookOf(String(req.params['owner']))
  const label = await providerLabel(look.id)
  return async (_res, form, next) => {
    await render(res, 'sign-in/start', {
      title: res.locals.t('Logga in'),
      form: { ...form, values: { ...form.values, password: '' } },
      key: newKey(),
      next,
      people: [],
      password: null,
      look,
      provider: label,
    })
  }
}

const FOR_EVER = 'public, max-age=31536000, immutable'

entrance.get('/:owner/look.css', {}, async (req, res) => {
  const { accent } = await lookOf(req.params.owner)
  res
    .set('Cache-Control', FOR_EVER)
    .type('css')
    .send(accent === null ? '' : sheet(accent))
})

entrance.get('/:owner/logo', {}, async (req, res) => {
  const { logo, logo_type: type } = await getLogo(req.params.owner)
  res.set({ 'Cache-Control': FOR_EVER, 'Content-Security-Policy': "default-src 'none'; sandbox" }).type(type).send(logo)
})
