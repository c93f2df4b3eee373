import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureInstalled, root } from './ensure-installed.mjs'

ensureInstalled({ dev: true })

const given = process.argv.slice(2)
const report = path.join(tmpdir(), `elanmalan-test-${process.pid}.json`)
const tally = { passed: 0, failed: 0 }
const running = new Set()
process.on('SIGTERM', () => {
  for (const child of running) child.kill('SIGTERM')
  process.exitCode = 1
})

// Types, lint and format run side by side; the tests want both cores for themselves.
if (given.length === 0) {
  const checks = [
    ['types', 'typescript/bin/tsc', '--noEmit'],
    ['lint', 'eslint/bin/eslint.js', '.'],
    ['imports', 'dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.mjs'],
    ['format', 'prettier/bin/prettier.cjs', '--check', '.'],
  ]
  await Promise.all(checks.map(([name, script, ...args]) => check(name, script, args)))
}
await vitest()
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
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  // Knex imports migrations by itself, past vitest: Node 20 needs tsx for that.
  const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import tsx`.trim()
  const options = { stdio: 'inherit', NODE_ENV: 'test', NODE_OPTIONS }
  const { code } = await run('vitest/vitest.mjs', ['run', ...reporters, ...given], options)
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

function run(script, args, { stdio = 'pipe', ...env } = {}) {
  const began = Date.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', stdio, stdio],
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
