import { defineConfig } from 'vitest/config'
import { PATIENCE } from './test/support/patience.ts'
import { testFiles, type Project } from './test/support/projects.ts'

const files = testFiles()
const project = (name: Project, globalSetup: string[] = []) => ({
  extends: true as const,
  test: { name, include: files[name], globalSetup },
})

export default defineConfig({
  test: {
    projects: [
      // Pure rules: no database, no browser.
      project('unit'),
      // The program over HTTP, or its rules against a database.
      project('http', ['test/support/globalSetup.ts']),
      // People in a browser.
      project('story', ['test/support/globalSetup.ts']),
    ],
    // These only end what hangs; a poll gives up first, so that it says what it waited for.
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 2 * PATIENCE,
    hookTimeout: 2 * PATIENCE,
    expect: { poll: { timeout: PATIENCE } },
    teardownTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // The program is loaded once for each worker and project instead of once for each file.
    isolate: false,
    env: { LOG_LEVEL: 'error' },
  },
})
