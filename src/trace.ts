import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Which request is being worked on, wherever in the program: its log lines name it, the doors of the database carry it
 * (app.request_id), jobs that it queues are given it, and so do the lines and jobs of those in turn.
 */
const current = new AsyncLocalStorage<string>()

export const requestId = (): string | undefined => current.getStore()

export function onBehalfOf<T>(request: string | undefined, work: () => T): T {
  return request === undefined ? work() : current.run(request, work)
}
