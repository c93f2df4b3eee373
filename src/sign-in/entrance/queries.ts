import { createHash } from 'node:crypto'
import { asSystem } from '../../db/actor.ts'
import { NotFound } from '../../web/errors.ts'
import type { Look } from './look.ts'

interface LookRow {
  id: number
  code: string
  name: string
  text: string | null
  accent: string | null
  logo_hash: string | null
}

/** @throws NotFound when no owner has that code, or none that is in use */
export function lookOf(code: string): Promise<Look> {
  return lookWhere({ code: code.toUpperCase() })
}

export function lookOfId(id: number): Promise<Look> {
  return lookWhere({ id })
}

async function lookWhere(wanted: { code: string } | { id: number }): Promise<Look> {
  const row = (await asSystem('auth', (tx) =>
    tx('owners')
      .where(wanted)
      .whereNull('deactivated_at')
      .first('id', 'code', 'name', 'entry_text as text', 'accent', tx.raw('md5(logo) as logo_hash')),
  )) as LookRow | undefined
  if (!row) throw new NotFound()
  const { logo_hash: logo, ...look } = row
  const at = `/n/${look.code.toLowerCase()}`
  // Changes with the look: what is fetched under it may be kept for ever.
  const version = createHash('sha256').update(`${logo} ${look.accent}`).digest('hex').slice(0, 12)
  return {
    ...look,
    logo: logo === null ? null : `${at}/logo?v=${version}`,
    sheet: look.accent === null ? null : `${at}/look.css?v=${version}`,
  }
}

export async function getLogo(code: string): Promise<{ logo: Buffer; logo_type: string }> {
  const row = (await asSystem('auth', (tx) =>
    tx('owners')
      .where({ code: code.toUpperCase(), deactivated_at: null })
      .whereNotNull('logo')
      .first('logo', 'logo_type'),
  )) as { logo: Buffer; logo_type: string } | undefined
  if (!row) throw new NotFound()
  return row
}
