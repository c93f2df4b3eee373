import type { Translate } from './i18n.ts'

/** Who may have done something, as logs keep it. */
type ActingSide = 'installer' | 'owner' | 'operator' | 'system'

/**
 * A name that stands for who did something: 'Eva Nordin (nätbolag, Norrådalens Elnät AB)'. A name is free and two people
 * may have the same; what stands in the brackets nobody can give themselves (src/text/names.ts).
 */
export function signed(t: Translate, name: string, side: ActingSide, tenant: string): string {
  if (side === 'system') return name
  if (side === 'operator') return t('{name} (driften av Elanmälan)', { name })
  return side === 'owner'
    ? t('{name} (nätbolag, {tenant})', { name, tenant })
    : t('{name} (installatör, {tenant})', { name, tenant })
}

/** How the two sides of one matter sign in it. */
export type Sign = (name: string, side: ActingSide) => string

export function signer(t: Translate, { company, owner }: { company: string; owner: string }): Sign {
  return (name, side) => signed(t, name, side, side === 'owner' ? owner : company)
}
