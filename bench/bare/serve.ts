/**
 * The same work with nothing beside it: Express, pg, EJS, a session row, keyset pages, the product's own tables and indexes, the
 * tenant as a condition. What the product costs above it is what isolation, rights, symbols and its pages cost.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import ejs from 'ejs'
import express, { type Request } from 'express'
import pg from 'pg'
import { root } from '../../src/config.ts'
import { answerUsage } from '../usage.ts'

const pool = new pg.Pool({ connectionString: process.argv[2]!, application_name: 'bare', max: 10 })
const view = (name: string) =>
  ejs.compile(readFileSync(path.join(root, 'bench/bare', `${name}.ejs`), 'utf8'), { strict: true })
const views = { list: view('list'), case: view('case') }

let statements = 0
async function rows<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  statements += 1
  return (await pool.query<Row>({ name, text, values })).rows
}

interface Reader {
  name: string
  owner_id: number | null
  company_id: number | null
}

async function readerOf(req: Request): Promise<Reader> {
  const token = /session=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1] ?? ''
  const hash = createHash('sha256').update(token).digest()
  const [reader] = await rows<Reader>(
    'session',
    `select u.name, u.owner_id, u.company_id from sessions s join users u on u.id = s.user_id
     where s.token_hash = $1 and s.expires_at > now()`,
    [hash],
  )
  return reader!
}

const LINE = `ref, number, reference, address, orderer, job_name, company_name, status, expected_on::text, last_event_at, handler_name`
const openOf = (of: string) => `${of} and status not in ('closed', 'archived', 'cancelled')`
const whose = ({ owner_id: owner }: Reader) =>
  owner === null ? 'company_id = $1' : 'owner_id = $1 and submitted_at is not null'

const app = express().disable('etag').disable('x-powered-by')

app.get('/list', async (req, res) => {
  const reader = await readerOf(req)
  const lines = await rows(
    `list ${reader.owner_id === null ? 'company' : 'owner'}`,
    `select ${LINE} from cases where ${openOf(whose(reader))} order by last_event_at desc, id desc limit 50`,
    [reader.owner_id ?? reader.company_id],
  )
  res.send(views.list({ reader, lines }))
})

app.get('/case/:ref', async (req, res) => {
  const reader = await readerOf(req)
  const of = reader.owner_id ?? reader.company_id
  const [kase] = await rows<{ id: string }>(
    `case ${reader.owner_id === null ? 'company' : 'owner'}`,
    `select * from cases where ${whose(reader)} and ref = $2`,
    [of, req.params.ref],
  )
  const [notes, events] = await Promise.all([
    rows('notes', 'select * from notes where case_id = $1 order by id desc', [kase!.id]),
    rows('events', 'select * from case_events where case_id = $1 order by id desc limit 500', [kase!.id]),
  ])
  res.send(views.case({ reader, kase, notes, events }))
})

const server = app.listen(0, '127.0.0.1', () => {
  answerUsage((server.address() as AddressInfo).port, () => statements)
})
