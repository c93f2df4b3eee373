import { spawn } from 'node:child_process'
import { ensureInstalled, root } from './ensure-installed.mjs'

ensureInstalled({ dev: false })

// node --import tsx and not npx tsx: the latter dies of SIGTERM and leaves the server behind.
const app = spawn(process.execPath, ['--import', 'tsx', 'src/cli/start.ts'], { cwd: root, stdio: 'inherit' })
// Ctrl-C reaches both of us; a signal sent to us alone is passed on, and we leave when the app has.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => app.kill('SIGTERM'))
app.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
