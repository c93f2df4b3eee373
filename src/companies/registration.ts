import type { Response } from 'express'
import { isSigned, sign } from '../sign-in/accounts/encryption.ts'
import { countUse, networkOf } from '../web/rateLimits.ts'
import { asSystem, todayOf, type Tx } from '../db/actor.ts'
import { parsePostcode } from '../domain/forms/identifiers/postcode.ts'
import { freeUsername, usernameOf } from '../users/username.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { receiveFiles, type ReceivedFile } from '../web/uploads.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { apply, type OwnerChoice } from './apply.ts'
import { certificateProblem, LIMITS } from './certificates.ts'
import { ownerField, REGISTRATION } from './fields.ts'
import { registrationOn, type Registration } from './forms.ts'
import { AN_OWNERS_NAME, isOwnersName } from './names.ts'
import { listOpenOwners, newestAgreement } from './queries.ts'

/** Registrera ditt företag: /register (docs/domain.md 7.3) */
export const registration = routes('/register', {
  for: 'anyone',
  proof: 'an application by somebody who is nobody here',
})

registration.get('/', {}, async (_req, res) => showForm(res, emptyForm, null))
registration.get('/done', {}, async (_req, res) => {
  await render(res, 'registration/done', { title: res.locals.t('Tack för ansökan') })
})

registration.post('/', { reads: receiveFiles(LIMITS) }, async (req, res) => {
  const body = req.body as Form['values']
  const near = parsePostcode(String(body['near'] ?? ''))
  if (body['_find'])
    return showForm(
      res.status(422),
      { values: body, errors: near.ok ? {} : { near: near.message } },
      near.ok ? near.value : null,
    )
  // Hidden from people and filled in by machines, a person's password manager among them: asked in the open.
  if (String(body['website'] ?? '') !== '' && body['person'] !== 'ja') {
    return showForm(res.status(422), { values: body, errors: { person: TRAP } }, null)
  }
  if (!isFresh(String(body['_opened'] ?? ''))) {
    return showForm(
      res.status(422),
      { values: body, errors: { name: 'Sidan är för gammal. Kontrollera uppgifterna och sänd igen.' } },
      null,
    )
  }
  const input = readForm(registrationOn(await todayOf(null)), body)
  const owners = await listOpenOwners(null)
  const owner = input.ok ? owners.find(({ id }) => id === input.data.owner) : undefined
  const file = req.received?.find(({ size }) => size > 0)
  if (req.notTaken !== undefined)
    return showForm(res.status(429), { values: body, errors: { certificate: req.notTaken } }, null)
  const isOwners = input.ok && (await asSystem('auth', (tx) => isOwnersName(tx, input.data.name)))
  const errors = {
    ...(input.ok ? {} : input.form.errors),
    ...(isOwners && { name: AN_OWNERS_NAME }),
    ...(await fileErrors(file, owner)),
  }
  if (!input.ok || Object.keys(errors).length > 0 || !owner) {
    return showForm(res.status(422), { values: body, errors }, null)
  }
  // The same form sent twice is one application; beyond five an hour from one place nobody is served.
  if ((await countUse('registration-form', String(body['_opened']), 1, 86_400)) > 0) {
    res.redirect(303, '/register/done')
    return
  }
  if ((await countUse('registration', networkOf(req.ip ?? ''), 5, 3600)) > 0) {
    const message = 'För många ansökningar härifrån. Försök igen om en timme.'
    return showForm(res.status(429), { values: { ...body, _opened: '' }, errors: { name: message } }, null)
  }
  if (!(await register(input.data, owner, file))) {
    const message = 'Företaget är redan registrerat. Er administratör kan ansöka hos fler nätbolag under Admin.'
    return showForm(res.status(422), { values: { ...body, _opened: '' }, errors: { org_number: message } }, null)
  }
  res.redirect(303, '/register/done')
})

const TRAP =
  'Ansökan är inte sänd än: ett dolt fält var ifyllt, troligen av en lösenordshanterare. Kryssa i rutan längst ned och sänd igen.'

async function fileErrors(file: ReceivedFile | undefined, owner: OwnerChoice | undefined): Promise<Form['errors']> {
  const problem = await certificateProblem(file)
  if (problem !== null) return { certificate: problem }
  return owner?.certificate_required && !file
    ? { certificate: 'Nätbolaget kräver ett behörighetsintyg. Bifoga det.' }
    : {}
}

/** Writes company, administrator, acceptance and application at once; false when the number is registered already. */
export async function register(
  data: Registration,
  owner: OwnerChoice,
  file: ReceivedFile | undefined,
): Promise<boolean> {
  const { admin_name, admin_email, admin_phone, owner: _owner, message, agreement: _agreement, ...company } = data
  return asSystem('auth', async (tx) => {
    const rows = await tx('companies')
      .insert({ ...company, status: 'waiting' })
      .onConflict('org_number')
      .ignore()
      .returning('id')
    const id = rows[0]?.id
    if (id === undefined) return false
    await createAdmin(tx, { company_id: id, name: admin_name, email: admin_email, phone: admin_phone })
    const { version } = await newestAgreement(tx)
    await tx('agreement_acceptances').insert({
      company_id: id,
      version,
      accepted_at: tx.now,
      accepted_name: admin_name,
    })
    const made = { id, name: company.name, email: company.email }
    await apply(tx, { company: made, owner, message, file, byName: admin_name }, true)
    return true
  })
}

/** The user name is made of the name; one that somebody takes in the same moment is passed by. */
async function createAdmin(
  tx: Tx,
  person: { company_id: number; name: string; email: string; phone: string },
): Promise<void> {
  const tried: string[] = []
  for (let made = 0; made === 0;) {
    const username = await freeUsername(tx, usernameOf(person.name), tried)
    const rows = await tx('users')
      .insert({ ...person, username, kind: 'installer', is_admin: true })
      .onConflict('username')
      .ignore()
      .returning('id')
    made = rows.length
    tried.push(username)
  }
}

const HALF_A_DAY = 43_200_000

/** When the page was opened, so that only our own page can say it: a form is good for half a day. */
function opened(): string {
  const at = `${Date.now()}.${newKey()}`
  return `${at}.${sign('registration', at)}`
}

function isFresh(text: string): boolean {
  const [at = '', key = '', signature = ''] = text.split('.')
  return isSigned('registration', `${at}.${key}`, signature) && Date.now() - Number(at) < HALF_A_DAY
}

async function showForm(res: Response, form: Form, postcode: string | null): Promise<void> {
  const { lang } = res.locals
  const agreement = await asSystem('auth', newestAgreement)
  const owners = await listOpenOwners(postcode)
  const near = owners.filter((owner) => owner.near)
  const guessed = near[0] && !form.values['owner'] ? { owner: String(near[0].id) } : {}
  await render(res, 'registration/new', {
    title: res.locals.t('Registrera ditt företag'),
    form: { ...form, values: { country: 'SE', ...form.values, ...guessed } },
    key: newKey(),
    opened: opened(),
    fields: { ...REGISTRATION, owner: ownerField(owners, res.locals.t('kräver intyg')) },
    found: postcode === null ? null : near.map(({ name }) => name),
    agreement: { version: agreement.version, body: lang === 'en' ? agreement.body_en : agreement.body_sv },
  })
}
