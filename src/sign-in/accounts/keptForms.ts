import { z } from 'zod'
import { asSystem } from '../../db/actor.ts'
import type { Keeper } from '../../web/kept.ts'
import { isSigned, seal, sign, unseal } from './encryption.ts'

const HOURS = 24

/** Whose page it is, in every form of it: nobody else can write one. */
export const personTag = (userId: number): string => `${userId}.${sign('person', String(userId))}`

const Stored = z.object({
  purpose: z.literal('kept-form'),
  action: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
})

/** What was written when a session ended, in the database: sealed, for a day, for its writer alone. */
export const keeper: Keeper = {
  writerOf: (body) => {
    const [id = '', signature = ''] = String([body['_person'] ?? ''].flat()[0]).split('.')
    return /^\d{1,9}$/.test(id) && isSigned('person', id, signature) ? Number(id) : null
  },
  keep: (userId, page, { action, values }) =>
    asSystem('auth', async (tx) => {
      await tx('kept_forms').where('expires_at', '<', tx.raw('now()')).delete()
      const kept = seal(JSON.stringify({ purpose: 'kept-form', action, values } satisfies z.output<typeof Stored>))
      const expires_at = tx.raw('now() + make_interval(hours => ?)', [HOURS])
      await tx('kept_forms').insert({ user_id: userId, page, kept, expires_at }).onConflict(['user_id', 'page']).merge()
    }),
  take: (userId, page) =>
    asSystem('auth', async (tx) => {
      const rows = (await tx('kept_forms')
        .where({ user_id: userId, page })
        .where('expires_at', '>', tx.raw('now()'))
        .delete()
        .returning('kept')) as { kept: Buffer }[]
      const plain = rows[0] ? unseal(rows[0].kept) : null
      return plain === null ? null : Stored.parse(JSON.parse(plain))
    }),
}
