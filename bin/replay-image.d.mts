/** What a container would be started with, and how large it would be. */
export interface Image {
  app: string
  start: (env?: NodeJS.ProcessEnv) => { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number }
  command: [string, ...string[]]
  health: [string, ...string[]]
  user: string
  signal: NodeJS.Signals
  megabytes: number
  nodeMegabytes: number
}

export function replay(folder: string): Image
