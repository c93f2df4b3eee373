import type { Page } from 'playwright-core'
import { start } from '../../src/sign-in/accounts/sessions.ts'
import { change } from '../../src/configuration/draft.ts'
import { asActor } from '../../src/db/actor.ts'
import { choicesLink } from '../../src/mail/addresses.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { createOrders } from '../../src/work-orders/orders.ts'
import { seedRegister } from '../facilities/register.ts'
import { aCase, actorsOf } from './cases.ts'
import { newContext } from './chromium.ts'
import { PASSWORD } from './database.ts'
import { setStage, type Stage } from './story.ts'

// Every page that people open, each with something on it: what the accessibility test asks and the gallery shows.

let stage: Stage
/** A case of each kind by the name of its state. */
const refs: Record<string, string> = {}
/** The situation plan of each. */
const files: Record<string, number> = {}

/** Something on every page. */
export async function setPages(): Promise<Stage> {
  stage = await setStage()
  await seedRegister(stage.db)
  const { amir, eva, mats } = actorsOf(stage.db.world)
  const sent = (job = 'NY01') => aCase(amir, job, { note: 'Hunden är snäll.' }).then((kase) => aCase.send(amir, kase))
  await arrangeOperators()
  refs['block'] = (await aCase(amir, 'NY04')).ref
  refs['draft'] = (await aCase(amir, 'NY01')).ref
  refs['submitted'] = (await sent()).ref
  refs['rejected'] = (await aCase.reject(eva, await sent())).ref
  refs['resent'] = (await aCase.move(amir, await aCase.reject(eva, await sent()), 'resubmit')).ref
  refs['consented'] = (await aCase.approve(eva, await sent())).ref
  refs['completed'] = (await aCase.complete(amir, await aCase.approve(eva, await sent()))).ref
  const rows = (await stage.db
    .owner('attachments')
    .join('cases', 'cases.id', 'attachments.case_id')
    .select('cases.ref', 'attachments.id')) as { ref: string; id: number }[]
  for (const { ref, id } of rows) files[ref] = id
  const reader = stage.db.world.users['amir.haddad']!
  const { email } = (await stage.db.owner('users').where({ id: reader }).first('email')) as { email: string }
  refs['choices'] = new URL(choicesLink(reader, email, new Date())).pathname
  refs['closed'] = (await aCase.move(eva, await sent('BE02'), 'acceptCompletion')).ref
  await beginDraft()
  await asActor(eva, async (tx) => {
    const marks = { preparation: 'ongoing', customer_service: 'requested' } as const
    await perform(tx, eva, refs['closed']!, 'mark', { marks })
    const fitter = { id: mats.userId, name: mats.name }
    await createOrders(tx, eva, refs['closed']!, [1], {
      kind: 'swap',
      fitter,
      planned_on: '2026-01-01',
      access: 'Portkod 1234',
    })
    refs['order'] = String(((await tx('work_orders').first('id')) as { id: number }).id)
  })
  return stage
}

/** The tokens of those who cannot sign in with a password alone. */
const tokens: Record<string, string> = {}

/** One with every list filled, and one who gives support. */
async function arrangeOperators(): Promise<void> {
  const { owner: db, world } = stage.db
  for (const username of ['olle.operator', 'oda.operator']) {
    const [user] = (await db('users')
      .insert({ username, kind: 'operator', name: 'Olle Operatör' })
      .returning('id')) as {
      id: number
    }[]
    tokens[username] = await start(user!.id, 3600, 'passkey', { userAgent: null, address: null })
    const session = (await db('sessions').where({ user_id: user!.id }).first('id')) as { id: number }
    const reason = 'Lena ringde om ett ärende.'
    const access = { operator_id: user!.id, operator_name: 'Olle Operatör', owner_id: world.owners.NEL, reason }
    await db('support_accesses').insert({
      ...access,
      ...(username === 'oda.operator' ? { session_id: session.id } : { ended_at: db.fn.now(), ended_by: 'Lena Frost' }),
    })
    const event = { user_id: user!.id, actor_name: 'Olle Operatör', event: 'support-begun', subject: 'NEL', reason }
    await db('operator_events').insert({ ...event, owner_id: world.owners.NEL })
  }
  const mail = {
    template: 'M14',
    audience: 'none' as const,
    to_address: 'a@b.example',
    subject: '',
    text: '',
    html: '',
  }
  await db('mail_messages').insert({ ...mail, message_id: '<axe@test>', status: 'failed', last_error: '550 5.1.1' })
  await db.raw(`select graphile_worker.add_job('digests', '{}', run_at := now() + interval '1 day', job_key := 'axe')`)
  await db.raw(
    `update graphile_worker._private_jobs set attempts = 25, max_attempts = 25, last_error = 'Error: no' where key = 'axe'`,
  )
}

/** Something on every page of the configuration: a draft with changes and an error, a rule with cases to try. */
async function beginDraft(): Promise<void> {
  const { lena } = actorsOf(stage.db.world)
  await asActor(lena, (tx) =>
    change(tx, lena, {
      part: () => null,
      stamp: undefined,
      work: (content) => {
        content.settings.information = 'Ring innan ni gräver.'
        content.areas[0]!.postcodes.push(['12349', '12340'])
        content.texts.push({ code: 'T1', title: 'Tack', text: 'Tack {installatör}.', use: 'approve' })
        content.rules.auto.push({
          code: 'A1',
          name: 'Nya villor',
          active: true,
          jobs: ['NY01'],
          maxFuse: 25,
          noWarnings: true,
          minApproved: 0,
          maxRejectedPercent: 100,
          connectionPoint: 'Befintlig',
          message: '',
        })
      },
    }),
  )
}

/** Who looks, at which address; what stands in braces is in `ids` once the cases are made. */
export const PAGES: [who: string, address: string][] = [
  ['', '/sign-in'],
  ['', '/help'],
  ['amir.haddad', '/help?q=fullmakt'],
  ['', '/help/send'],
  ['', '/help/flows'],
  ['eva.nordin', '/help/statuses'],
  ['eva.nordin', '/help/decide'],
  ['', '/password/forgotten'],
  ['', '/password/sent'],
  ['', '/invitation/ingen'],
  ['amir.haddad', '/inbox'],
  ['amir.haddad', '/cases'],
  ['amir.haddad', '/cases?group=none'],
  ['amir.haddad', '/cases?q=finns-inte'],
  ['amir.haddad', '/archive'],
  ['amir.haddad', '/cases/new'],
  ['amir.haddad', '/cases/{draft}'],
  ['amir.haddad', '/cases/{draft}/edit'],
  ['amir.haddad', '/cases/{draft}/facility'],
  ['amir.haddad', '/cases/{rejected}'],
  ['amir.haddad', '/cases/{rejected}/edit'],
  ['amir.haddad', '/cases/{consented}'],
  ['amir.haddad', '/cases/{consented}/edit'],
  ['amir.haddad', '/cases/{submitted}/withdraw'],
  ['amir.haddad', '/cases/{submitted}/change-responsible'],
  ['amir.haddad', '/cases/{closed}/print'],
  ['amir.haddad', '/cases/{closed}/log'],
  ['amir.haddad', '/cases/{closed}/notes/new'],
  ['amir.haddad', '/cases/NEL-2026-999999'],
  ['amir.haddad', '/cases/{block}/edit'],
  ['amir.haddad', '/cases/{block}'],
  ['amir.haddad', '/profile'],
  ['amir.haddad', '/profile/email'],
  ['amir.haddad', '/profile/mail'],
  ['mats.strand', '/profile/mail'],
  ['lena.frost', '/owner/users/{eva.nordin}/hand-over'],
  ['', '{choices}'],
  ['amir.haddad', '/profile/password'],
  ['amir.haddad', '/profile/sessions'],
  ['amir.haddad', '/profile/history'],
  ['karin.bergstrom', '/company/mail'],
  ['karin.bergstrom', '/company/privacy'],
  ['karin.bergstrom', '/company/security'],
  ['lena.frost', '/owner/configuration/passwords'],
  ['lena.frost', '/owner/configuration/look'],
  ['lena.frost', '/owner/configuration/fuses'],
  ['lena.frost', '/owner/configuration/templates'],
  ['lena.frost', '/owner/configuration/templates/new'],
  ['lena.frost', '/owner/entrance/provider'],
  ['', '/n/nel'],
  ['', '/register'],
  ['', '/register/done'],
  ['karin.bergstrom', '/company'],
  ['karin.bergstrom', '/company/connections'],
  ['karin.bergstrom', '/company/users'],
  ['karin.bergstrom', '/company/users/new'],
  ['karin.bergstrom', '/company/users/import'],
  ['karin.bergstrom', '/company/api-keys'],
  ['karin.bergstrom', '/company/api-keys/new'],
  ['', '/api'],
  ['lena.frost', '/owner/companies'],
  ['lena.frost', '/owner/companies/{Bergströms}'],
  ['lena.frost', '/owner/users'],
  ['lena.frost', '/owner/configuration'],
  ['lena.frost', '/owner/configuration/jobs'],
  ['lena.frost', '/owner/configuration/jobs/NY01'],
  ['lena.frost', '/owner/configuration/jobs/NY01/basics'],
  ['lena.frost', '/owner/configuration/jobs/NY01/fields/best_typ'],
  ['lena.frost', '/owner/configuration/jobs/NY01/fields/new'],
  ['lena.frost', '/owner/configuration/jobs/NY01/files'],
  ['lena.frost', '/owner/configuration/jobs/NY04/preview'],
  ['lena.frost', '/owner/configuration/reasons'],
  ['lena.frost', '/owner/configuration/reasons/BIL'],
  ['lena.frost', '/owner/configuration/texts'],
  ['lena.frost', '/owner/configuration/areas'],
  ['lena.frost', '/owner/configuration/areas/import'],
  ['lena.frost', '/owner/configuration/auto'],
  ['lena.frost', '/owner/configuration/auto/new'],
  ['lena.frost', '/owner/configuration/auto/A1/shadow'],
  ['lena.frost', '/owner/configuration/accept'],
  ['lena.frost', '/owner/configuration/accept/new'],
  ['lena.frost', '/owner/api-keys'],
  ['eva.nordin', '/cases/columns'],
  ['eva.nordin', '/cases/filter'],
  ['eva.nordin', '/archive?group=job'],
  ['lena.frost', '/owner/configuration/rules'],
  ['lena.frost', '/owner/configuration/contact'],
  ['lena.frost', '/owner/configuration/samples'],
  ['lena.frost', '/owner/configuration/versions/1'],
  ['lena.frost', '/owner/facilities'],
  ['lena.frost', '/owner/facilities?q=kvarn'],
  ['lena.frost', '/owner/facilities/service'],
  ['lena.frost', '/owner/facilities/lookups'],
  ['lena.frost', '/owner/support'],
  ['lena.frost', '/owner/privacy'],
  ['lena.frost', '/owner/privacy/trial'],
  ['lena.frost', '/owner/privacy/person'],
  ['lena.frost', '/owner/privacy/reads'],
  ['lena.frost', '/owner/privacy/audit'],
  ['lena.frost', '/cases/{submitted}/legal-hold'],
  ['eva.nordin', '/owner/statistics'],
  ['petra.wallin', '/owner/statistics'],
  ['olle.operator', '/operator'],
  ['olle.operator', '/operator/owners'],
  ['olle.operator', '/operator/owners/new'],
  ['olle.operator', '/operator/owners/{NEL}'],
  ['olle.operator', '/operator/companies'],
  ['olle.operator', '/operator/companies/{Solklart}'],
  ['olle.operator', '/operator/mails'],
  ['olle.operator', '/operator/queue'],
  ['olle.operator', '/operator/agreements'],
  ['olle.operator', '/operator/agreements/new'],
  ['olle.operator', '/operator/agreements/1'],
  ['olle.operator', '/operator/support?whom=owner:{NEL}'],
  ['olle.operator', '/operator/log'],
  // A second operator, who reads as Norrådalens Elnät meanwhile.
  ['oda.operator', '/inbox'],
  ['oda.operator', '/cases/{submitted}'],
  ['oda.operator', '/profile'],
  ['amir.haddad', '/profile/two-step'],
  ['amir.haddad', '/profile/proof'],
  ['karin.bergstrom', '/company/users/history'],
  ['amir.haddad', '/search'],
  ['amir.haddad', '/search?q=tolvansson&in=both'],
  ['eva.nordin', '/search?q=tolvansson&in=both'],
  ['eva.nordin', '/inbox'],
  ['eva.nordin', '/cases'],
  ['eva.nordin', '/cases/{submitted}'],
  ['eva.nordin', '/cases/{resent}'],
  ['eva.nordin', '/cases/{completed}'],
  ['eva.nordin', '/cases/{resent}?file={file}'],
  ['eva.nordin', '/cases/{submitted}/hold'],
  ['eva.nordin', '/cases/{submitted}/cancel'],
  ['eva.nordin', '/cases/{submitted}/notes/new'],
  ['eva.nordin', '/cases/{closed}'],
  ['eva.nordin', '/cases/{closed}/orders/new'],
  ['eva.nordin', '/cases/{closed}/orders/{order}'],
  ['eva.nordin', '/owner/orders'],
  ['mats.strand', '/owner/orders'],
  ['mats.strand', '/owner/orders/{order}'],
  ['eva.nordin', '/owner/register'],
  ['britt.olsson', '/owner/preparation'],
  ['britt.olsson', '/owner/preparation/{submitted}/network'],
  ['kerstin.lund', '/owner/service'],
  ['lena.frost', '/owner/teams'],
  ['lena.frost', '/owner/teams/new'],
]

/** How a page is looked at. */
export interface Look {
  viewport: { width: number; height: number }
  colorScheme: 'light' | 'dark'
  lang: 'sv' | 'en'
}

/** Somebody in a window of their own, signed in. */
export async function arrives(who: string, look: Look): Promise<Page> {
  const { viewport, colorScheme, lang } = look
  const context = await newContext({ baseURL: stage.address, viewport, colorScheme })
  await context.addCookies([{ name: 'lang', value: lang, url: stage.address }])
  const page = await context.newPage()
  if (who !== '') await stage.db.owner('users').where({ username: who }).update({ locale: lang })
  const token = tokens[who]
  if (token) await context.addCookies([{ name: 'session', value: token, url: stage.address }])
  else if (who !== '') {
    await page.goto('/sign-in')
    await page.fill('[name=username]', who)
    await page.fill('[name=password]', PASSWORD)
    await page.press('[name=password]', 'Enter')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
  }
  return page
}

/** The address with the ids of what was made. */
export function filledIn(address: string): string {
  return address.replaceAll(/\{([^}]+)\}/g, (_hole, name: string) => {
    const id = ids()[name]
    if (id === undefined) throw new Error(`No id is called ${name}`)
    return String(id)
  })
}

function ids(): Record<string, string | number> {
  const { owners, companies, users } = stage.db.world
  return { ...owners, ...companies, ...users, ...refs, file: files[refs['resent']!]! }
}
