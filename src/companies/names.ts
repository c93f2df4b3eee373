import type { Tx } from '../db/actor.ts'
import { companyLikenessOf } from '../text/likeness.ts'

export const AN_OWNERS_NAME = 'Så heter ett nätbolag. Skriv företagets eget namn.'

/** Is it a network owner's name, in whatever letters and with whatever legal form? No company is called so. */
export async function isOwnersName(tx: Tx, name: string): Promise<boolean> {
  const likeness = companyLikenessOf(name)
  const owners = await tx('owners').select('name')
  return owners.some((owner) => companyLikenessOf(owner.name) === likeness)
}

/** What a company's name may be taken for: the owner itself, or another company that it works with. */
export interface SimilarName {
  name: string
  /** null: the network owner's own. */
  org_number: string | null
}

export async function similarNames(
  tx: Tx,
  owner: string,
  company: { id: number; names: string[] },
): Promise<SimilarName[]> {
  const wanted = new Set(company.names.map(companyLikenessOf))
  const others = await tx('companies')
    .whereNot({ id: company.id })
    .orderBy('id')
    .limit(20_000)
    .select('name', 'org_number')
  const own = companyLikenessOf(owner)
  const isLikeOwner = [...wanted].some((each) => own.length >= 4 && each.includes(own))
  return [
    ...(isLikeOwner ? [{ name: owner, org_number: null }] : []),
    ...others.filter(({ name }) => wanted.has(companyLikenessOf(name))).slice(0, 10),
  ]
}
