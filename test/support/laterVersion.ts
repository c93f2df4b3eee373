import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../../src/config.ts'
import { afterFile } from './cleanup.ts'

/** Another version of this program: the same code, with these files of migrations/ and sql/ beside or instead of its own. */
export async function versionWith(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-version-'))
  afterFile(() => rm(dir, { recursive: true, force: true }))
  for (const part of ['package.json', 'tsconfig.json', 'src', 'seeds', 'migrations', 'sql', 'locales']) {
    await cp(path.join(root, part), path.join(dir, part), { recursive: true })
  }
  await symlink(path.join(root, 'node_modules'), path.join(dir, 'node_modules'))
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(dir, file), text)
  return dir
}

/** npm run db:migrate of that version, or what else stands in src/cli, as a process of its own. */
export async function runIn(dir: string, command: string, ownerUrl: string): Promise<{ code: number; said: string }> {
  const environment = { ...process.env, DATABASE_URL: ownerUrl }
  const child = spawn(process.execPath, ['--import', 'tsx', `src/cli/${command}.ts`], { cwd: dir, env: environment })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => said.push(data.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, said: said.join('') }
}
