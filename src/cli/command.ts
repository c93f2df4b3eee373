import { logLevel } from '../config.ts'

/** Runs a command: what goes wrong is a sentence and exit code 1, never a stack trace unless LOG_LEVEL=debug asks for it. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    console.error(`\n  ${sentence(error)}\n`)
    if (logLevel() === 'debug') console.error(error)
    process.exit(1)
  }
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return `Disken är full${path ? ` (${path})` : ''}.`
  if (!path) return error.message
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `Det går inte att skriva i ${path}.`
  if (code === 'ENOTDIR' || code === 'EEXIST') return `${path} är ingen mapp.`
  return error.message
}
