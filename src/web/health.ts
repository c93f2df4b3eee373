import { pooled } from '../db/actor.ts'
import { routes } from './routes.ts'

/** For load balancers: is the process alive, and can it reach the database? Says nothing else. */
export const health = routes('/', { for: 'anyone' })

health.get('/healthz', {}, (_req, res) => {
  res.type('text/plain').send('ok')
})

health.get('/readyz', {}, async (_req, res) => {
  const ready = await pooled()
    .raw('select 1')
    .timeout(2_000)
    .then(
      () => true,
      () => false,
    )
  res
    .status(ready ? 200 : 503)
    .type('text/plain')
    .send(ready ? 'ok' : 'no database')
})
