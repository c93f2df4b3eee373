import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, test } from 'vitest'
import { locals } from '../../src/web/locals.ts'
import { afterFile } from '../support/cleanup.ts'

test('the attribute that hrefTo() gives a template holds whatever is in the address', async () => {
  const app = express()
  app.use(locals({ demo: false, helpAt: () => '/help', suggestions: { municipality: [] } }))
  app.get('/', (_req, res) => res.send(res.locals.hrefTo(`/cases?q="><script>'&b=1`)))
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterFile(() => server.close())
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  expect(await answer.text()).toBe('href="/cases?q=&#34;&gt;&lt;script&gt;&#39;&amp;b=1"')
})
