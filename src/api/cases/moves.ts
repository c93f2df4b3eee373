import { z } from 'zod'
import { sendCase, Unread } from '../../cases/form/review.ts'
import { MOVE_FORMS } from '../../cases/workflow/forms.ts'
import { wordsName } from '../../cases/page/pointing.ts'
import { CHANGED, NOT_NOW } from '../../cases/workflow/moveRequest.ts'
import { perform } from '../../cases/workflow/perform.ts'
import { getCase, getJob } from '../../cases/workflow/queries.ts'
import { readMove, type Posted } from '../../cases/workflow/readMove.ts'
import { asActor, type Actor, type Tx } from '../../db/actor.ts'
import { renumber } from '../../domain/forms/repeatingGroups.ts'
import { isMoveOf, movesFor, TRANSITIONS } from '../../domain/workflow/status.ts'
import { translators, type Translate } from '../../language/i18n.ts'
import { Conflict, Forbidden } from '../../web/errors.ts'
import { readForm, type FlatBody } from '../../web/forms.ts'
import { installerOf } from '../../web/guards.ts'
import { routes, type Room } from '../../web/routes.ts'
import { API_ADDRESS, endpoint } from '../endpoint.ts'
import { expectedVersion, idempotently, preconditionOf } from '../headers.ts'
import { faultsOf, invalid, type Fault } from '../problem.ts'
import { CaseRef, PROBLEMS } from '../shared.ts'
import { typedAnswers } from './answers.ts'
import { MOVE_BODIES, Sending } from './moveBodies.ts'
import { moveOperations, type MoveOperation } from './moveTable.ts'
import { colleagueCalled } from './people.ts'
import { answerWithCase } from './routes.ts'
import { Case } from './schemas.ts'
import { tellCase } from './tell.ts'

export const moveEndpoints = moveOperations.reduce<Room>(
  (room, operation) => room.use(moveEndpoint(operation)),
  routes(API_ADDRESS),
)

/** Each move of the table at an address of its own: what it carries is read as its page reads it, and perform() does it. */
function moveEndpoint(operation: MoveOperation): Room {
  const { move, own, side, scope, sends } = operation
  const { form, label, hint, admin, right = 'decide' } = TRANSITIONS[move]
  const body: z.ZodType<Record<string, unknown>> = sends ? Sending : MOVE_BODIES[form]
  return endpoint(
    {
      method: 'POST',
      path: `/cases/:ref/moves/${own}`,
      open: { for: admin ? `${side}Admin` : side, right, scope },
      id: `${move}Case`,
      tag: side === 'owner' ? 'Moves of the network owner' : 'Moves of the installer',
      summary: translators.en(label),
      ...(hint !== undefined && {
        description: [hint]
          .flat()
          .map((each) => translators.en(each))
          .join(' '),
      }),
      params: CaseRef,
      body: body,
      asks: ['version', 'idempotency'],
      answers: {
        200: { description: 'The case as it is now', schema: Case, headers: ['ETag'] },
        ...PROBLEMS(400, 404, 409, 412, 422, 428),
      },
    },
    async ({ req, res, actor, params, body: given, t }) => {
      const version = expectedVersion(req)
      const asked = { ref: params.ref, version, given, t }
      const done = await asActor(actor, async (tx) => {
        const { isReplayed } = await idempotently(tx, actor, req, async () => {
          if (sends) await send(tx, installerOf(req), operation, asked)
          else await make(tx, actor, operation, asked)
          return params.ref
        })
        return { isReplayed, told: await tellCase(tx, actor, params.ref, t) }
      }).catch((error: unknown) => {
        throw preconditionOf(error, version)
      })
      if (done.isReplayed) res.set('Idempotency-Replayed', 'true')
      answerWithCase(req, res, done.told)
    },
  )
}

interface Asked {
  ref: string
  version: number | undefined
  given: Record<string, unknown>
  t: Translate
}

async function make(tx: Tx, actor: Actor, { move }: MoveOperation, { ref, version, given, t }: Asked): Promise<void> {
  const { body, faults } = await typedMove(tx, actor, { move, ref, given })
  if (faults.length > 0) throw invalid(faults.map((fault) => ({ ...fault, detail: t(fault.detail) })))
  const input = readForm(MOVE_FORMS[TRANSITIONS[move].form] as z.ZodType<Posted>, {
    ...body,
    ...(version !== undefined && { _version: String(version) }),
  })
  if (!input.ok) throw invalid(named(input.form.errors, given, t))
  const read = await readMove({ tx, actor, ref, move, posted: input.data, body, t })
  if (!read.ok) throw invalid(named(read.form.errors, given, t))
  await perform(tx, actor, ref, move, { ...read.input, undoable: false })
}

async function send(
  tx: Tx,
  actor: ReturnType<typeof installerOf>,
  { move }: MoveOperation,
  { ref, version, given, t }: Asked,
): Promise<void> {
  if (!isMoveOf(actor, move)) throw new Forbidden()
  const kase = await getCase(tx, ref)
  if (version !== undefined && version !== kase.version) throw new Conflict(CHANGED)
  if (!movesFor(actor, kase).includes(move)) throw new Conflict(version === undefined ? CHANGED : NOT_NOW)
  try {
    await sendCase(tx, actor, ref, { version, accept: (given as z.output<typeof Sending>).accept }, t)
  } catch (error) {
    if (!(error instanceof Unread)) throw error
    if (error.stop !== null) throw new Conflict(error.stop)
    const { errors, findings } = error.checked
    throw invalid(faultsOf(errors, '/answers'), {
      warnings: findings
        .filter(({ severity }) => severity === 'warning')
        .map(({ rule, field, message, params }) => ({
          rule,
          ...faultsOf({ [field]: t(message, params) }, '/answers')[0]!,
        })),
    })
  }
}

const RENAMED: Record<string, string> = { codes: 'reasons', fields: 'points', attachments: 'points' }
/** What a file is pointed at by: its kind, after this. */
const FILE = 'file.'
const isFile = (name: string) => name.startsWith(FILE)

/** The inputs of the page by their names in JSON. */
function named(errors: Record<string, string>, given: Record<string, unknown>, t: Translate): Fault[] {
  return Object.entries(errors).map(([name, detail]) => {
    const own = RENAMED[name] ?? (name.startsWith(wordsName('')) ? 'points' : name)
    const isPlain = own in given || !('consent' in given) || !/^x_|\./.test(own)
    return { ...faultsOf({ [own]: t(detail) }, isPlain ? '' : '/consent')[0]!, detail: t(detail) }
  })
}

interface Wanted {
  move: MoveOperation['move']
  ref: string
  given: Record<string, unknown>
}

/** What was sent, as the page of the move would post it. */
async function typedMove(
  tx: Tx,
  actor: Actor,
  { move, ref, given }: Wanted,
): Promise<{ body: FlatBody; faults: Fault[] }> {
  const plain = plainOf(given)
  switch (TRANSITIONS[move].form) {
    case 'consent': {
      const kase = await getCase(tx, ref)
      const job = await getJob(tx, kase)
      const { consent = {} } = given as { consent?: Parameters<typeof typedAnswers>[2] }
      const { body, faults } = typedAnswers(job.consent, {}, consent, '/consent')
      return { body: { ...renumber(job.consent, body, kase.notice), ...plain } as FlatBody, faults }
    }
    case 'rejection': {
      const { reasons = [], points = [] } = given as z.output<typeof MOVE_BODIES.rejection>
      const names = points.map(({ name }) => name)
      const words = Object.fromEntries(points.map(({ name, words = '' }) => [wordsName(name), words]))
      const [files, fields] = [names.filter((name) => isFile(name)), names.filter((name) => !isFile(name))]
      return {
        body: { ...plain, ...words, codes: reasons, fields, attachments: files.map((name) => name.slice(FILE.length)) },
        faults: [],
      }
    }
    case 'assignment':
    case 'responsible': {
      const name = TRANSITIONS[move].form === 'assignment' ? 'handler' : 'responsible'
      const person = await colleagueCalled(tx, actor, plain[name]?.toString() ?? '')
      if (!person) return { body: {}, faults: [{ pointer: `/${name}`, detail: 'Välj en kollega.' }] }
      return { body: { [name]: String(person.id) }, faults: [] }
    }
    case 'marks': {
      const { preparation, invoicing, customer_service, documented, transformer_by_hand } = await getCase(tx, ref)
      const now = { preparation, invoicing, customer_service, documented, transformer_by_hand }
      const after = { ...now, ...given }
      const yesNo = after.transformer_by_hand === null ? '' : after.transformer_by_hand ? 'ja' : 'nej'
      return {
        body: { ...plainOf(after), documented: after.documented ? 'ja' : '', transformer_by_hand: yesNo },
        faults: [],
      }
    }
    default:
      return { body: plain, faults: [] }
  }
}

/** Ticks and texts. */
function plainOf(given: Record<string, unknown>): FlatBody {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]): [string, string][] => {
      if (typeof value === 'boolean') return [[name, value ? 'ja' : '']]
      if (value === null) return [[name, '']]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}
