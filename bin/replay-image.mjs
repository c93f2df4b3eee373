import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, chownSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './ensure-installed.mjs'
import { otherNode } from './other-node.mjs'

/**
 * Builds what the Dockerfile builds, without a container engine: its lines are read and done one by one in a folder, with
 * the Node that it names, as an ordinary user. An instruction that is not known here is refused, so that the two cannot
 * drift apart. Returns the folder of the last stage with what a container would be started with.
 */
export function replay(folder) {
  // Through the link that a temp folder may be: npm and Node resolve it.
  const stages = []
  for (const { name, text } of instructions()) {
    const stage = stages.at(-1)
    if (name === 'FROM') stages.push(begin(folder, stages.length, text))
    else if (name === 'WORKDIR') continue
    else if (name === 'ENV')
      Object.assign(stage.env, Object.fromEntries(text.split(' ').map((pair) => pair.split('='))))
    else if (name === 'COPY') copy(stage, stages, text)
    else if (name === 'RUN') run(stage, ['sh', '-c', text])
    else if (name === 'CMD') stage.command = JSON.parse(text)
    else if (name === 'HEALTHCHECK') stage.health = JSON.parse(text.replace(/^.*? CMD /, ''))
    else if (name === 'USER') stage.user = text
    else if (name === 'STOPSIGNAL') stage.signal = text
    else if (name !== 'EXPOSE') throw new Error(`bin/replay-image.mjs does not know ${name}`)
  }
  const image = stages.at(-1)
  readOnly(image.app)
  return { ...image, start: startOf(image), megabytes: megabytesIn(image.app), nodeMegabytes: megabytesIn(image.node) }
}

function instructions() {
  const text = readFileSync(path.join(root, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ')
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ name: line.split(' ')[0], text: line.slice(line.indexOf(' ') + 1).trim() }))
}

function begin(folder, number, from) {
  const [, major, alias] = /^node:(\d+)-\S+(?: AS (\w+))?$/.exec(from)
  const home = path.join(folder, `stage${number}`)
  const stage = { alias, app: path.join(home, 'app'), home, node: otherNode(folder, major), env: {} }
  mkdirSync(stage.app, { recursive: true })
  own(home)
  return stage
}

function copy(stage, stages, text) {
  const words = text.split(' ')
  const from = /^--from=(\w+)$/.exec(words[0])?.[1]
  const to = words.at(-1)
  for (const source of words.slice(from ? 1 : 0, -1)) {
    const base = from ? stages.find(({ alias }) => alias === from).app : root
    const file = path.join(base, from ? path.relative('/app', source) : source)
    const target = to === './' ? path.join(stage.app, path.basename(source)) : path.join(stage.app, to)
    cpSync(file, target, { recursive: true, filter: (each) => from !== undefined || isInContext(each) })
  }
  own(stage.app)
}

function isInContext(file) {
  const ignored = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean)
  return !ignored.includes(path.relative(root, file).split(path.sep)[0])
}

/** Root hands it to an account that owns nothing else. */
const ACCOUNT = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {}

function own(dir) {
  if (ACCOUNT.uid === undefined) return
  chownSync(dir, ACCOUNT.uid, ACCOUNT.gid)
  for (const name of readdirSync(dir)) {
    const file = path.join(dir, name)
    if (name !== 'node_modules' && lstatSync(file).isDirectory()) own(file)
    else if (!lstatSync(file).isSymbolicLink()) chownSync(file, ACCOUNT.uid, ACCOUNT.gid)
  }
}

function environmentOf({ node, home, env }) {
  const { PATH, CI, npm_config_registry, HTTP_PROXY, HTTPS_PROXY, NODE_EXTRA_CA_CERTS } = process.env
  const given = { CI, npm_config_registry, HTTP_PROXY, HTTPS_PROXY, NODE_EXTRA_CA_CERTS }
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  // One cache for all stages, which the Dockerfile may clean: the machine's own is left alone.
  const npm_config_cache = path.join(path.dirname(home), 'npm-cache')
  mkdirSync(npm_config_cache, { recursive: true })
  if (ACCOUNT.uid !== undefined) chownSync(npm_config_cache, ACCOUNT.uid, ACCOUNT.gid)
  return { ...known, HOME: home, PATH: `${node}${path.delimiter}${PATH}`, npm_config_cache, ...env }
}

function run(stage, [program, ...args]) {
  const done = spawnSync(program, args, { ...ACCOUNT, cwd: stage.app, env: environmentOf(stage), encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${args.join(' ')}\n${done.stdout}\n${done.stderr}`)
}

/** How spawn is told to run something in it. */
function startOf(stage) {
  return (env = {}) => ({ ...ACCOUNT, cwd: stage.app, env: { ...environmentOf(stage), ...env } })
}

function readOnly(dir) {
  for (const name of readdirSync(dir)) {
    const file = path.join(dir, name)
    const stat = lstatSync(file)
    if (stat.isDirectory()) readOnly(file)
    else if (!stat.isSymbolicLink()) chmodSync(file, stat.mode & 0o555)
  }
  chmodSync(dir, 0o555)
}

function megabytesIn(dir) {
  return Math.round(Number(execFileSync('du', ['-sk', dir]).toString().split('\t')[0]) / 1024)
}
