import { spawn } from 'node:child_process'

/** Stops the server when this process ends, even by kill -9: then the pipe closes and the shell reads its end. */
export function stopWithUs(pid: number): void {
  const script = 'read -r _; kill -INT "$0" 2>/dev/null'
  const shell = spawn('sh', ['-c', script, String(pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  shell.unref()
  ;(shell.stdin as unknown as { unref(): void }).unref()
}
