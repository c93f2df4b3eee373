import { asSystem } from '../../db/actor.ts'
import { type PermissionSet, SETS } from '../../domain/rights.ts'
import type { DemoPerson } from './views.ts'

/** An account that may be entered: it and its company are open. With it the temporary password, as long as that is good. */
export interface Account {
  id: number
  password_hash: string | null
  temporary_hash: Buffer | null
}

export function findAccount(username: string): Promise<Account | undefined> {
  return asSystem('auth', (tx) =>
    tx('users')
      .leftJoin('temporary_passwords as t', (join) =>
        join.on('t.user_id', 'users.id').andOn(tx.raw('t.expires_at > now()')),
      )
      .where({ username: username.toLowerCase(), active: true })
      .whereRaw(`app.tenant_open(users.company_id, users.owner_id)`)
      .first('users.id', 'password_hash', 't.secret_hash as temporary_hash'),
  )
}

/** Good once: of those who bring it at the same moment one gets on. */
export async function spendTemporary(userId: number, hash: Buffer): Promise<boolean> {
  const spent = await asSystem('auth', (tx) =>
    tx('temporary_passwords').where({ user_id: userId, secret_hash: hash }).whereRaw('expires_at > now()').delete(),
  )
  return spent === 1
}

export async function setLanguage(userId: number, locale: 'sv' | 'en'): Promise<void> {
  await asSystem('auth', (tx) => tx('users').where({ id: userId }).update({ locale }))
}

function roleOf(kind: string, isAdmin: boolean, sets: PermissionSet[]): string {
  if (kind === 'operator') return 'Driftansvarig'
  if (kind === 'owner') return isAdmin ? 'Administratör hos nätbolaget' : SETS[sets[0]!].label
  return isAdmin ? 'Företagsadministratör' : 'Installatör'
}

/** Everybody, for the sign-in page of the demo world alone. */
export async function listDemoPeople(): Promise<DemoPerson[]> {
  const rows = (await asSystem('auth', (tx) =>
    tx('users')
      .leftJoin('companies', 'companies.id', 'users.company_id')
      .leftJoin('owners', 'owners.id', 'users.owner_id')
      .where({ active: true })
      .whereNotNull('password_hash')
      .orderBy('users.id')
      .limit(30)
      .select(
        'username',
        'users.name',
        'kind',
        'is_admin',
        'permission_sets',
        'companies.name as company',
        'owners.name as owner',
      ),
  )) as {
    username: string
    name: string
    kind: string
    is_admin: boolean
    permission_sets: PermissionSet[]
    company: string | null
    owner: string | null
  }[]
  return rows.map(({ username, name, kind, is_admin, permission_sets, company, owner }) => ({
    username,
    name,
    role: roleOf(kind, is_admin, permission_sets),
    tenant: company ?? owner ?? 'Elanmälan',
  }))
}
