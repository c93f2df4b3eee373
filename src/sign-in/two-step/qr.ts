import type { Response } from 'express'
import { toString as draw } from 'qrcode'
import { asSystem } from '../../db/actor.ts'
import { NotFound } from '../../web/errors.ts'
import { standingOf } from './queries.ts'
import { setupOf } from './totp.ts'

/** The picture for the app's camera, as long as the key is not confirmed; an address of our own, as the CSP wants it. */
export async function sendQr(res: Response, userId: number): Promise<void> {
  const uri = await asSystem('auth', async (tx) => {
    const { since, username } = await standingOf(tx, userId)
    if (since) throw new NotFound()
    return (await setupOf(tx, userId, username)).uri
  })
  res.set('X-Content-Type-Options', 'nosniff').type('image/svg+xml')
  res.send(await draw(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }))
}
