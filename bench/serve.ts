/** The product in a process of its own, drawn and cached as in production. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { useDatabase } from '../src/db/actor.ts'
import { connectPools } from '../src/db/bare.ts'
import { webUrl } from '../src/db/roles.ts'
import { freezeAssets } from '../src/web/assets.ts'
import { warm } from '../src/warm.ts'
import { answerUsage } from './usage.ts'

const pools = connectPools(await webUrl(process.argv[2]!))
useDatabase(pools.page, pools.long)
freezeAssets()
let statements = 0
pools.page.on('query', () => (statements += 1))
const server = createServer(createApp({ config: readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' }), demo: null }))
server.listen(0, '127.0.0.1', () => {
  void warm().then(() => answerUsage((server.address() as AddressInfo).port, () => statements))
})
