import { asSystem } from '../db/actor.ts'
import type { DemoPerson } from '../web/pages.ts'

export function findAccount(username: string): Promise<{ id: number; password_hash: string | null } | undefined> {
  return asSystem('auth', (tx) =>
    tx('users')
      .leftJoin('companies', 'companies.id', 'users.company_id')
      .where({ username: username.toLowerCase(), active: true })
      .where((open) => open.whereNull('companies.id').orWhereNot('companies.status', 'blocked'))
      .first('users.id', 'password_hash'),
  )
}

export async function setLanguage(userId: number, locale: 'sv' | 'en'): Promise<void> {
  await asSystem('auth', (tx) => tx('users').where({ id: userId }).update({ locale }))
}

/** Everybody, for the sign-in page of the demo world alone. */
export async function listDemoPeople(): Promise<DemoPerson[]> {
  const rows = (await asSystem('auth', (tx) =>
    tx('users')
      .leftJoin('companies', 'companies.id', 'users.company_id')
      .leftJoin('owners', 'owners.id', 'users.owner_id')
      .where({ active: true })
      .orderBy('users.id')
      .limit(30)
      .select('username', 'users.name', 'kind', 'is_admin', 'companies.name as company', 'owners.name as owner'),
  )) as {
    username: string
    name: string
    kind: string
    is_admin: boolean
    company: string | null
    owner: string | null
  }[]
  return rows.map(({ username, name, kind, is_admin, company, owner }) => ({
    username,
    name,
    role:
      kind === 'owner'
        ? is_admin
          ? 'Nätägaradministratör'
          : 'Handläggare'
        : is_admin
          ? 'Företagsadministratör'
          : 'Installatör',
    tenant: company ?? owner ?? 'Elanmälan',
  }))
}
