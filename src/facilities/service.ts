import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ConstantBackoff,
  handleType,
  retry,
  wrap,
  type IPolicy,
} from 'cockatiel'
import { z } from 'zod'
import { unseal } from '../sign-in/accounts/encryption.ts'
import { readConfig } from '../config.ts'
import type { FacilityServiceRow } from '../db/rowTypes.ts'
import { Facility } from './facility.ts'
import type { FacilityRegister, Found, Question } from './register.ts'
import { Away, Garbled, postJson } from './request.ts'

const { production } = readConfig()

/** How the owner's own service is reached. */
export type Service = FacilityServiceRow

/** The contract of docs/facility-register.md; keys that it does not have are dropped unread. */
const Answer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('hit'), facility: Facility }),
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('several') }),
])

/** The network owner's own service, over HTTP. However it fails the answer is a code, never an error. */
export function serviceRegister(service: Service, { allowPrivate = !production } = {}): FacilityRegister {
  return {
    async find(question) {
      try {
        return await policyOf(service).execute(() => ask(service, question, allowPrivate))
      } catch (error) {
        if (error instanceof Away || error instanceof BrokenCircuitError) return { code: 400 }
        if (error instanceof Garbled) return { code: 401 }
        throw error
      }
    },
  }
}

/** @throws Away, Garbled */
async function ask(service: Service, question: Question, allowPrivate: boolean): Promise<Found> {
  const secret = unseal(service.secret)
  if (secret === null) return { code: 402 }
  const { status, text } = await postJson(new URL(service.address), {
    headers: { [service.header]: secret },
    body: { by: question.by === 'meter' ? 'meterNumber' : 'facilityId', value: question.value },
    timeoutMs: service.timeout_ms,
    allowPrivate,
  })
  if (status === 401 || status === 403) return { code: 402 }
  if (status === 404) return { code: 200 }
  if (status >= 500 || status === 429) throw new Away(`status ${status}`)
  if (status !== 200) throw new Garbled(`status ${status}`)
  const read = Answer.safeParse(parsed(text))
  if (!read.success) throw new Garbled('not the contract')
  if (read.data.status !== 'hit') return { code: read.data.status === 'none' ? 200 : 201 }
  const { facility } = read.data
  const isAsked =
    question.by === 'meter'
      ? facility.meterNumber === question.value
      : [facility.facilityId, facility.infeedId].includes(question.value)
  // Another facility than the one asked for must never get into somebody's notice.
  if (!isAsked) throw new Garbled('another facility')
  return { code: 100, facility }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const FAILURES = 5
const REST_MS = 30_000
const policies = new Map<number, { since: number; policy: IPolicy }>()

/**
 * One more try at once when it is away. After five look-ups in a row that failed it is left alone for half a minute, so
 * that people are told at once instead of waiting, and a service on its knees is not kicked. New settings begin anew.
 */
function policyOf({ owner_id: ownerId, updated_at: at }: Service): IPolicy {
  const known = policies.get(ownerId)
  if (known?.since === at.getTime()) return known.policy
  const policy = wrap(
    circuitBreaker(handleType(Away).orType(Garbled), {
      halfOpenAfter: REST_MS,
      breaker: new ConsecutiveBreaker(FAILURES),
    }),
    retry(handleType(Away), { maxAttempts: 1, backoff: new ConstantBackoff(200) }),
  )
  policies.set(ownerId, { since: at.getTime(), policy })
  return policy
}
