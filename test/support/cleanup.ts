type Work = () => unknown

const left: Work[] = []

/**
 * Does the work when the test file is done, the newest first. Unlike afterAll() it may be called while a hook runs:
 * vitest reads a file's hooks once, before the first of them, and drops later ones without a word.
 */
export function afterFile(work: Work): void {
  left.push(work)
}

export async function cleanUp(): Promise<void> {
  for (let work = left.pop(); work; work = left.pop()) await work()
}
