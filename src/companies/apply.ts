import type { Tx } from '../db/actor.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import { putCertificate } from './certificates.ts'
import { tellCompany, tellOwner } from './letters.ts'
import { askRegister } from './register.ts'

export interface OwnerChoice {
  id: number
  code: string
  name: string
  email: string | null
  certificate_required: boolean
}

export interface Applying {
  company: { id: number; name: string; email: string | null }
  owner: OwnerChoice
  message: string
  file: ReceivedFile | undefined
  byName: string
}

/**
 * An application to a network owner (T: UTKAST, AVSLAGEN, AVSLUTAD → ANSÖKT), and at once GODKÄND where the owner's rule
 * says so. Row, certificate, log and mails are one transaction.
 * @returns whether the company is in
 */
export async function apply(
  tx: Tx,
  { company, owner, message, file, byName }: Applying,
  isNew: boolean,
): Promise<boolean> {
  const pair = { company_id: company.id, owner_id: owner.id }
  const applied = { status: 'applied' as const, message: message || null, applied_at: tx.now }
  if (isNew) await tx('connections').insert({ ...pair, ...applied })
  else {
    await tx('connections')
      .insert({ ...pair, ...applied })
      .onConflict(['company_id', 'owner_id'])
      .merge({ ...applied, reason: null, decided_at: null, decided_by_name: null })
  }
  await tx('connection_events').insert({
    ...pair,
    at: tx.now,
    side: 'installer',
    actor_name: byName,
    status: 'applied',
  })
  if (file) await putCertificate(tx, pair, file, byName)
  const { rows } = await tx.raw<{ rows: [{ admitted: boolean }] }>('select app.admit_by_rule(?, ?) as admitted', [
    company.id,
    owner.id,
  ])
  const { admitted } = rows[0]
  if (admitted) {
    await tx('connection_events').insert({
      ...pair,
      at: tx.now,
      side: 'system',
      actor_name: owner.name,
      status: 'approved',
    })
  }
  const asked = !admitted && (await askRegister(tx, { company, owner }, byName))
  await tellCompany(tx, { company, owner }, admitted ? 'approved' : 'applied')
  await tellOwner(tx, { company, owner }, admitted ? 'admitted' : asked ? 'asked' : 'applied')
  return admitted
}
