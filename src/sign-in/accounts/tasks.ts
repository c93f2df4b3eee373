import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import { invite } from './invitations.ts'
import { sendTemporaryPassword } from './reset.ts'

const Invite = z.object({ userId: z.number().int().positive() })
const Reset = z.object({ username: z.string().max(200) })

/** What requests leave to the worker: it may see and write what they may not. */
export const accountTasks: TaskList = {
  invite: async (payload) => invite(Invite.parse(payload).userId),
  reset: async (payload) => sendTemporaryPassword(Reset.parse(payload).username),
}
