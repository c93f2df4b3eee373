import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterFile } from './cleanup.ts'

export interface SmallDisk {
  at: string
  /** As an operator gives it more room. */
  grow: (megabytes: number) => void
}

/** A real file system of so many megabytes, gone when the file is done; a sentence where this machine lets nobody mount one. */
export function smallDisk(megabytes: number): SmallDisk | string {
  const at = mkdtempSync(path.join(tmpdir(), 'elanmalan-disk-'))
  const mount = (...options: string[]) => execFileSync('mount', [...options, 'tmpfs', at], { stdio: 'pipe' })
  try {
    mount('-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`)
  } catch (error) {
    rmSync(at, { recursive: true })
    const why = (error as { stderr?: Buffer }).stderr?.toString().trim() ?? String(error)
    const words = `no disk can be filled on this machine: ${why}`
    console.warn(words)
    return words
  }
  afterFile(() => {
    execFileSync('umount', ['--lazy', at])
    rmSync(at, { recursive: true })
  })
  return { at, grow: (more) => mount('-o', `remount,size=${more}m`) }
}

/** Gives a folder to whoever owns another. */
export function ownAs(at: string, other: string): void {
  const { uid, gid } = statSync(other)
  chownSync(at, uid, gid)
}
