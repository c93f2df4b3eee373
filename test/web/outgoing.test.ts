import type { LookupAddress, lookup } from 'node:dns'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardedFetch } from '../../src/sign-in/oidc/client.ts'
import { postJson } from '../../src/facilities/request.ts'
import { askOutside, NotPublic, TooMuch, type Outgoing } from '../../src/web/outgoing.ts'
import { isPrivate } from '../../src/web/publicAddress.ts'

describe('an address that somebody else names', () => {
  // The first and the last of every range, and what stands beside them.
  test.each([
    '0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255',
    '169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.170 192.0.2.1',
    '192.88.99.1 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.255',
    '224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255',
    ':: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:0 ::127.0.0.1 ::7f00:1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1',
    '100::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1 3fff::1 5f00::1',
    'fc00::1 fd00::1 fdff:ffff::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ffff::1 4000::1 1fff::1',
    'localhost 0177.0.0.1 127.1 2130706433 0x7f.1 [::1] 1.2.3 ',
  ])('%s lead into our own networks, or nowhere', (list) => {
    expect(list.split(' ').filter((address) => !isPrivate(address))).toEqual([])
  })

  test.each([
    '1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0',
    '172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255',
    '2000::1 2001:200::1 2001:4860:4860::8888 2003::1 2606:2800:220:1::1 2a00:1450::1 3ffe::1',
  ])('%s lead out', (list) => {
    expect(list.split(' ').filter(isPrivate)).toEqual([])
  })
})

describe('what is asked', () => {
  const server = createServer((req, res) => {
    if (req.url === '/moved') res.writeHead(302, { location: '/' }).end()
    else if (req.url === '/much') res.end('x'.repeat(200_000))
    else res.end(`${req.method} ${req.headers['content-length'] ?? ''}`)
  })
  let port: number
  let met = 0
  beforeAll(async () => {
    server.on('connection', () => (met += 1))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => void server.close())

  const asking = (more: Partial<Outgoing> = {}): Outgoing => ({
    method: 'GET',
    headers: {},
    signal: AbortSignal.timeout(5000),
    mostBytes: 100_000,
    allowPrivate: false,
    ...more,
  })
  /** A name server that says something else each time it is asked. */
  function changing(...answers: LookupAddress[][]) {
    const told = { times: 0 }
    const resolve = ((_name: string, _options: object, done: (error: null, found: LookupAddress[]) => void) => {
      done(null, answers[Math.min(told.times++, answers.length - 1)]!)
    }) as unknown as typeof lookup
    return { resolve, told }
  }
  const here = { address: '127.0.0.1', family: 4 }
  const away = { address: '203.0.114.1', family: 4 }

  test('is what was looked up, once: a name that changes its mind leads nowhere (DNS rebinding)', async () => {
    const { resolve, told } = changing([here], [{ address: '127.0.0.2', family: 4 }])
    const heard = await askOutside(new URL(`http://rebind.example:${port}/`), asking({ allowPrivate: true, resolve }))
    expect([heard.status, told.times]).toEqual([200, 1])

    const before = met
    const second = changing([away], [here])
    const signal = AbortSignal.timeout(500)
    await expect(
      askOutside(new URL(`https://rebind.example:${port}/`), asking({ ...second, signal })),
    ).rejects.toThrow()
    expect([second.told.times, met]).toEqual([1, before])
  })

  test('is nothing of ours: by number, by name, by one of several addresses, without https', async () => {
    const before = met
    const refused = (url: string, resolve = changing([here]).resolve) =>
      expect(askOutside(new URL(url), asking({ resolve })), url).rejects.toThrow(NotPublic)
    for (const host of ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]'])
      await refused(`https://${host}:${port}/`)
    await refused(`https://inside.example:${port}/`)
    await refused(`https://both.example:${port}/`, changing([away, here]).resolve)
    await refused(`https://nothing.example:${port}/`, changing([]).resolve)
    await refused(`http://outside.example:${port}/`, changing([away]).resolve)
    expect(met).toBe(before)
  })

  test('is not followed to somewhere else, and not read without end', async () => {
    const ask = (path: string) => askOutside(new URL(`http://127.0.0.1:${port}${path}`), asking({ allowPrivate: true }))
    expect(await ask('/moved')).toMatchObject({ status: 302, headers: { location: '/' } })
    await expect(ask('/much')).rejects.toThrow(TooMuch)
  })

  test('goes this way from the facility look-up and from the sign-in provider', async () => {
    const before = met
    const url = `https://localhost:${port}/`
    const sending = { headers: {}, body: {}, timeoutMs: 5000, allowPrivate: false }
    await expect(postJson(new URL(url), sending)).rejects.toThrow('not a public https address')
    const options = { method: 'GET', headers: {}, body: undefined, redirect: 'manual' } as const
    await expect(guardedFetch(url, options, false)).rejects.toThrow('leder inte ut')
    await expect(guardedFetch(`http://login.example/`, options, false)).rejects.toThrow('https')
    expect(met).toBe(before)
    const answer = await guardedFetch(
      `http://127.0.0.1:${port}/`,
      { ...options, method: 'POST', body: new URLSearchParams({ a: 'b' }) },
      true,
    )
    expect(await answer.text()).toBe('POST 3')
  })
})
