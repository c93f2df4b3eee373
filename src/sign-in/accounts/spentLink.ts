import type { Response } from 'express'
import { render } from '../../web/views.ts'

/** For a one-time link that is used, out of date or none: one answer for all. */
export async function showSpent(res: Response): Promise<void> {
  await render(res.status(410), 'sign-in/spent', { title: res.locals.t('Länken gäller inte längre') })
}
