/** Only our own paths: '//evil.example' and '/\evil.example' lead away. */
export function ownPath(path: string): string {
  return /^\/(?![/\\])[^\\\s]*$/.test(path) && !path.startsWith('/sign-') ? path : '/'
}
