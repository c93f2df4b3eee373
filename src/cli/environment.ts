import { readConfig } from '../config.ts'

// Imported first by whatever is started: other modules read the environment as they are loaded, where nobody could say
// what is wrong with it in a sentence.
try {
  readConfig()
} catch (error) {
  console.error(`\n  ${(error as Error).message}\n`)
  process.exit(1)
}
