import { spawn } from 'node:child_process'
import { ensureInstalled, root } from './ensure-installed.mjs'

ensureInstalled({ dev: false })

// node --import tsx and not npx tsx: the latter dies of SIGTERM and leaves the server behind.
const app = spawn(process.execPath, ['--import', 'tsx', 'src/cli/start.ts'], { cwd: root, stdio: 'inherit' })

// Ctrl-C reaches both of us. A kill -INT for us alone is passed on a moment later, when an app that heard is gone.
process.once('SIGINT', () => setTimeout(() => app.kill('SIGTERM'), 1_500))
process.on('SIGINT', () => {})
process.on('SIGTERM', () => app.kill('SIGTERM'))
process.on('SIGHUP', () => app.kill('SIGTERM'))
// Nobody tells us when npm is killed, and an app that nobody sees would keep its port.
const parent = process.ppid
const watch = setInterval(() => {
  if (!process.env.npm_lifecycle_event || process.ppid === parent) return
  clearInterval(watch)
  app.kill('SIGTERM')
}, 500)
app.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
