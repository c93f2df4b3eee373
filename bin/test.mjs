import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureInstalled, root } from './ensure-installed.mjs'

ensureInstalled({ dev: true })

const PROJECTS = ['unit', 'http', 'story']
const given = process.argv.slice(2)
const watch = given.includes('--watch')
const cache = path.join(root, 'node_modules', '.cache', 'elanmalan')
const report = path.join(tmpdir(), `elanmalan-test-${process.pid}.json`)
const tally = { passed: 0, failed: 0 }
const running = new Set()
process.on('SIGTERM', () => {
  for (const child of running) child.kill('SIGTERM')
  process.exitCode = 1
})

// Types, lint and format run side by side; the tests want both cores for themselves. What a check keeps for the next run
// goes by the files' content. Lint keeps nothing: what a typed rule says of a file depends on other files too.
if (given.length === 0) {
  const kept = (file) => ['--cache', '--cache-strategy', 'content', '--cache-location', path.join(cache, file)]
  const checks = [
    ['types', 'typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', path.join(cache, 'types.json')],
    ['lint', 'eslint/bin/eslint.js', '.'],
    ['imports', 'dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.mjs'],
    ['format', 'prettier/bin/prettier.cjs', '--check', '.', ...kept('format.json')],
  ]
  await Promise.all(checks.map(([name, script, ...args]) => check(name, script, args)))
}
await vitest()
if (watch) process.exit()
rmSync(report, { force: true })
console.log(`\n${tally.passed} passed, ${tally.failed} failed`)
process.exit(tally.failed > 0 ? 1 : 0)

async function check(name, script, args) {
  const { code, output, seconds } = await run(script, args)
  if (code !== 0) console.log(output)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  tally[code === 0 ? 'passed' : 'failed'] += 1
}

async function vitest() {
  // `npm test unit` is a project; anything else is a part of file names, or an option of vitest's.
  const args = given
    .filter((arg) => arg !== '--watch')
    .flatMap((arg) => (PROJECTS.includes(arg) ? ['--project', arg] : [arg]))
  // Knex imports migrations by itself, past vitest: Node 20 needs tsx for that.
  const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import tsx`.trim()
  const options = { stdio: 'inherit', NODE_ENV: 'test', NODE_OPTIONS }
  if (watch) {
    await run('vitest/vitest.mjs', ['watch', ...args], { ...options, stdin: 'inherit' })
    return
  }
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await run('vitest/vitest.mjs', ['run', ...reporters, ...args], options)
  const counts = readReport()
  tally.passed += counts.passed
  tally.failed += counts.failed
  // A run that broke outside any test must not look green.
  if (code !== 0 && counts.failed === 0) tally.failed += 1
}

function readReport() {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

function run(script, args, { stdio = 'pipe', stdin = 'ignore', ...env } = {}) {
  const began = Date.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: [stdin, stdio, stdio],
      env: { ...process.env, ...env },
    })
    running.add(child)
    let output = ''
    child.stdout?.on('data', (bytes) => (output += bytes))
    child.stderr?.on('data', (bytes) => (output += bytes))
    child.on('close', (code) => {
      running.delete(child)
      resolve({ code, output, seconds: Math.round((Date.now() - began) / 1000) })
    })
  })
}
