import type { Request, Response } from 'express'
import { listColleagues } from '../../cases/workflow/queries.ts'
import { asActor, type Tx } from '../../db/actor.ts'
import { knownScopes, SCOPES, scopesFor } from '../../domain/scopes.ts'
import { format } from '../../language/format.ts'
import type { Translate } from '../../language/i18n.ts'
import { tellAdmins, tenantOf } from '../../sign-in/accounts/alerts.ts'
import { record, type SecurityEvent } from '../../sign-in/accounts/events.ts'
import { asksProof } from '../../sign-in/accounts/recentProof.ts'
import { flash } from '../../web/flash.ts'
import { emptyForm, readForm, type FlatBody } from '../../web/forms.ts'
import { partyOf } from '../../web/guards.ts'
import { takeKept } from '../../web/kept.ts'
import { keyOf, newKey, once } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { keyForm, KeyPath, LIFETIMES, OVERLAPS, Rotation } from './forms.ts'
import { getKey, insertKey, listKeys, revokeKey, rotateSecret, type Admin } from './queries.ts'

/** A tenant's keys to the API, for its administrators. */
export const apiKeys = routes(
  { '/company/api-keys': { for: 'installerAdmin' }, '/owner/api-keys': { for: 'ownerAdmin' } },
  { proof: asksProof() },
)

apiKeys.get('/', { support: true }, async (req, res) => {
  const keys = await asActor(partyOf(req), listKeys)
  await render(res, 'api/keys', { title: res.locals.t('API-nycklar'), ...placeOf(req), keys })
})

apiKeys.get('/new', {}, async (req, res) => {
  const typed = takeKept(req, res)?.values ?? { days: '365', contact: String(partyOf(req).userId) }
  await showNew(req, res, { ...emptyForm, values: typed })
})

apiKeys.post('/new', {}, async (req, res) => {
  const actor = partyOf(req)
  const input = readForm(keyForm(actor.side), req.body)
  if (!input.ok) return showNew(req, res.status(422), input.form)
  const made = await asActor(actor, async (tx) => {
    const contact = (await listPeople(tx, actor)).find(({ id }) => id === input.data.contact)
    if (!contact) return null
    return onceOrGone(tx, req, actor, async () => {
      const key = await insertKey(tx, actor, input.data)
      const { name, scopes, days } = input.data
      const facts = (t: Translate) => [
        { label: t('Nyckel'), value: name },
        { label: t('Får'), value: scopes.map((scope) => t(SCOPES[scope].label)).join(', ') },
        { label: t('Gäller'), value: t('{n} dagar', { n: days }) },
        { label: t('Ansvarig'), value: contact.name },
      ]
      await tell(tx, req, actor, { user_id: key.userId, event: 'key-added', what: CREATED, facts })
      return { id: key.id, name, clientId: key.clientId, secret: key.secret, oldUntil: null }
    })
  })
  if (made === null) {
    const errors = { contact: res.locals.t('Välj vem som ansvarar för nyckeln.') }
    return showNew(req, res.status(422), { values: { ...(req.body as FlatBody) }, errors })
  }
  await showSecret(req, res, made)
})

apiKeys.get('/:key', { support: true }, async (req, res) => showKey(req, res, emptyForm))

apiKeys.post('/:key/rotate', {}, async (req, res) => {
  const actor = partyOf(req)
  const { key: id } = KeyPath.parse(req.params)
  const input = readForm(Rotation, req.body)
  if (!input.ok) return showKey(req, res.status(422), input.form)
  const made = await asActor(actor, (tx) =>
    onceOrGone(tx, req, actor, async () => {
      const key = await getKey(tx, id)
      if (key.state !== 'active') return GONE
      const secret = await rotateSecret(tx, key, input.data.overlap)
      const { old_until: oldUntil } = await getKey(tx, id)
      const facts = (t: Translate) => [
        { label: t('Nyckel'), value: key.name },
        { label: t('Den gamla hemligheten gäller till'), value: format.dateTime(oldUntil ?? tx.now) },
      ]
      await tell(tx, req, actor, { ...key, event: 'key-rotated', what: ROTATED, facts })
      return { id, name: key.name, clientId: key.client_id, secret, oldUntil }
    }),
  )
  await showSecret(req, res, made)
})

apiKeys.post('/:key/revoke', {}, async (req, res) => {
  const actor = partyOf(req)
  const { key: id } = KeyPath.parse(req.params)
  await asActor(actor, async (tx) => {
    const key = await getKey(tx, id)
    if (key.state === 'revoked') return
    await revokeKey(tx, actor, key)
    const facts = (t: Translate) => [{ label: t('Nyckel'), value: key.name }]
    await tell(tx, req, actor, { ...key, event: 'key-revoked', what: REVOKED, facts })
  })
  flash(res, 'success', 'Nyckeln är spärrad och släpper inte in någon längre.')
  res.redirect(303, req.baseUrl)
})

const CREATED = (t: Translate) => t('En API-nyckel är skapad')
const ROTATED = (t: Translate) => t('En API-nyckel har fått en ny hemlighet')
const REVOKED = (t: Translate) => t('En API-nyckel är spärrad')

interface Deed {
  user_id: number
  event: SecurityEvent
  what: (t: Translate) => string
  facts: (t: Translate) => { label: string; value: string }[]
}

async function tell(tx: Tx, req: Request, actor: Admin, { user_id, event, what, facts }: Deed): Promise<void> {
  await record(tx, user_id, event, { req, by: actor })
  await tellAdmins(tx, tenantOf(actor), {
    what,
    by: actor.name,
    req,
    facts,
    lead: (t) => t('Nyckeln läser och skriver i {tenant} utan att någon loggar in.', { tenant: actor.tenantName }),
    next: (t) => t('Stämmer det inte? Spärra nyckeln: den slutar gälla genast.'),
    page: req.baseUrl,
  })
}

interface Told {
  id: number
  name: string
  clientId: string
  secret: string
  oldUntil: Date | null
}
/** Shown already, or a key that works no longer: there is no secret to show. */
const GONE = 'gone'

/** The form posted again shows no secret: it is kept nowhere. */
async function onceOrGone(
  tx: Tx,
  req: Request,
  actor: Admin,
  work: () => Promise<Told | typeof GONE>,
): Promise<Told | typeof GONE> {
  let told: Told | typeof GONE = GONE
  await once(tx, actor, keyOf(req), async () => {
    told = await work()
    return req.baseUrl
  })
  return told
}

async function showSecret(req: Request, res: Response, told: Told | typeof GONE): Promise<void> {
  if (told === GONE) {
    flash(res, 'info', 'Hemligheten visas bara en gång. Byt den om du inte hann spara den.')
    res.redirect(303, req.baseUrl)
    return
  }
  await render(res, 'api/secret', { title: told.name, ...placeOf(req), ...told })
}

async function showNew(req: Request, res: Response, form: Form): Promise<void> {
  const actor = partyOf(req)
  const people = await asActor(actor, (tx) => listPeople(tx, actor))
  const scopes = scopesFor(actor.side).map((value) => ({ value, ...SCOPES[value] }))
  await render(res, 'api/new-key', {
    title: res.locals.t('Ny API-nyckel'),
    ...placeOf(req),
    scopes,
    lifetimes: LIFETIMES,
    people,
    form,
    key: newKey(),
  })
}

async function showKey(req: Request, res: Response, form: Form): Promise<void> {
  const { key: id } = KeyPath.parse(req.params)
  const apiKey = await asActor(partyOf(req), (tx) => getKey(tx, id))
  await render(res, 'api/key', {
    title: apiKey.name,
    ...placeOf(req),
    apiKey,
    scopes: knownScopes(apiKey.scopes).map((scope) => SCOPES[scope]),
    overlaps: OVERLAPS,
    form,
    key: newKey(),
  })
}

function placeOf(req: Request): { side: Admin['side']; base: string } {
  return { side: partyOf(req).side, base: req.baseUrl.replace(/\/$/, '') }
}

/** Those who can be asked about it: who has left cannot. */
async function listPeople(tx: Tx, actor: Admin): Promise<{ id: number; name: string }[]> {
  if (actor.side === 'installer') return listColleagues(tx, actor)
  return tx('users').where({ active: true }).orderByRaw('name collate public.swedish').select('id', 'name')
}
