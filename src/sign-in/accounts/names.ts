import type { Request } from 'express'
import type { Tx } from '../../db/actor.ts'
import { promiseAccountMail, type Addressee } from '../../mail/accountMail.ts'
import { signed } from '../../language/actor.ts'
import type { Translate } from '../../language/i18n.ts'
import { likenessOf } from '../../text/likeness.ts'
import { tellAdmins, type Tenant } from './alerts.ts'
import { record } from './events.ts'

/** Somebody's name, and whoever may be taken for them by it: two may be called the same, so that it is told, not refused. */
export interface Alike {
  name: string
  other: string
  /** Whose the other is: of the same tenant, or of a network owner that the company works with. */
  at: { owner_id: number; tenant: string } | null
}

interface Named {
  id: number | null
  name: string
}

/** The open accounts of the tenant whose names may be taken for one of these, or these for each other. */
export async function alikeInTenant(tx: Tx, { company_id, owner_id }: Tenant, people: Named[]): Promise<Alike[]> {
  const of = company_id !== null ? { company_id } : owner_id !== null ? { owner_id } : { kind: 'operator' as const }
  const rows = await tx('users')
    .where({ ...of, active: true })
    .select('id', 'name')
  return alikeAmong(people, rows).map((pair) => ({ ...pair, at: null }))
}

/** The same of the network owners that the company works with or has applied to: whom its people could pass for. As 'auth'. */
export async function alikeAtOwners(tx: Tx, companyId: number, people: Named[]): Promise<Alike[]> {
  const rows = (await tx('users as u')
    .join('connections as n', 'n.owner_id', 'u.owner_id')
    .join('owners as o', 'o.id', 'u.owner_id')
    .where({ 'n.company_id': companyId, 'u.active': true })
    .whereIn('n.status', ['applied', 'approved'])
    .select('u.id', 'u.name', 'u.owner_id', 'o.name as tenant')) as (Named & { owner_id: number; tenant: string })[]
  return alikeAmong(people, rows).map(({ name, other, row }) => ({
    name,
    other,
    at: { owner_id: row.owner_id, tenant: row.tenant },
  }))
}

function alikeAmong<R extends Named>(people: Named[], others: R[]): { name: string; other: string; row: R }[] {
  const byLikeness = new Map<string, R[]>()
  for (const row of others) {
    const likeness = likenessOf(row.name)
    byLikeness.set(likeness, [...(byLikeness.get(likeness) ?? []), row])
  }
  return people.flatMap(({ id, name }) =>
    (byLikeness.get(likenessOf(name)) ?? [])
      .filter((row) => row.id !== id)
      .map((row) => ({ name, other: row.name, row })),
  )
}

/** How it is told: 'Eva Nordln liknar Eva Nordin', and whose the other is where it is somebody else's. */
export function alikeFacts(t: Translate, alike: Alike[]): { label: string; value: string }[] {
  return alike.slice(0, 20).map(({ name, other, at }) => ({
    label: t('Kan förväxlas'),
    value: t('{name} och {other}', { name, other: at ? signed(t, other, 'owner', at.tenant) : other }),
  }))
}

interface Deed {
  req: Request
  /** Who did it to somebody else's account. */
  by?: { name: string; userId: number }
}

type Person = Addressee & Tenant & { id: number; name: string; tenant: string | null }

async function personOf(tx: Tx, id: number): Promise<Person> {
  return (await tx('users as u')
    .leftJoin('companies as c', 'c.id', 'u.company_id')
    .where({ 'u.id': id })
    .forUpdate('u')
    .first('u.id', 'u.name', 'u.email', 'u.locale', 'u.company_id', 'u.owner_id', 'c.name as tenant')) as Person
}

/**
 * A person is called otherwise from now on: kept in the history with both names, told to all administrators and, where it
 * may be taken for another's, with whose. As 'auth'.
 */
export async function changeName(tx: Tx, id: number, name: string, { req, by }: Deed): Promise<void> {
  const person = await personOf(tx, id)
  if (person.name === name) return
  await tx('users').where({ id }).update({ name })
  await record(tx, id, 'name-changed', { req, ...(by && { by }), names: { before: person.name, after: name } })
  const alike = [
    ...(await alikeInTenant(tx, person, [{ id, name }])),
    ...(person.company_id === null ? [] : await alikeAtOwners(tx, person.company_id, [{ id, name }])),
  ]
  const words = { before: person.name, after: name }
  await tellAdmins(tx, person, {
    what: (t) => t('{before} heter nu {after} i Elanmälan', words),
    lead: (t) => t('Namnet står vid allt som personen gör.'),
    facts: (t) => alikeFacts(t, alike),
    by: by?.name ?? person.name,
    req,
  })
  if (by && person.email) await tellPerson(tx, person, words, by.name)
  await tellImitated(tx, person, alike)
}

async function tellPerson(tx: Tx, person: Person, words: { before: string; after: string }, by: string): Promise<void> {
  await promiseAccountMail(tx, 'M16', person, (t) => ({
    subject: t('Ditt namn i Elanmälan är ändrat'),
    title: t('Namnet är ändrat'),
    lead: [t('{by} har ändrat ditt namn från {before} till {after}.', { ...words, by })],
    next: t('Stämmer det inte? Hör av dig till din administratör.'),
    foot: t('Du får mejlet för att något viktigt har ändrats på ditt konto.'),
  }))
}

/** To the administrators of a network owner: somebody of a company that it works with may be taken for one of theirs. */
export async function tellImitated(tx: Tx, company: Tenant & { tenant: string | null }, alike: Alike[]): Promise<void> {
  for (const { name, other, at } of alike) {
    if (!at) continue
    const who = (t: Translate) => signed(t, name, 'installer', company.tenant ?? '')
    await tellAdmins(
      tx,
      { company_id: null, owner_id: at.owner_id },
      {
        what: (t) => t('{name} heter nästan som {other} hos er', { name, other }),
        lead: (t) =>
          t('{who} kan förväxlas med {other} hos er. Vem man arbetar för står efter namnet.', { who: who(t), other }),
        next: (t) => t('Ser det ut som ett försök att luras? Ring företaget, eller spärra det under Företag.'),
        by: null,
        page: '/owner/companies',
      },
    )
  }
}
