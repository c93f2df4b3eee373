import type { OperatorActor, Tx } from '../db/actor.ts'
import { promiseAccountMail, type Addressee } from '../mail/accountMail.ts'
import { linkTo } from '../mail/addresses.ts'

/** M19 to the tenant's administrators, in the transaction that opens the door: who looks, why, and where to see what. */
export async function tellOfSupport(
  tx: Tx,
  operator: OperatorActor,
  of: { company_id: number | null; owner_id: number | null },
  reason: string,
): Promise<void> {
  const side = of.owner_id === null ? 'company' : 'owner'
  const admins = (await tx('users')
    .where(of.owner_id === null ? { company_id: of.company_id } : { owner_id: of.owner_id })
    .where({ active: true, is_admin: true })
    .whereNotNull('email')
    .limit(50)
    .select('name', 'email', 'locale', 'company_id', 'owner_id')) as Addressee[]
  for (const admin of admins) {
    await promiseAccountMail(tx, 'M19', admin, (t) => ({
      subject: t('Elanmälans drift tittar hos er'),
      title: t('Supportåtkomst är påbörjad'),
      lead: [
        t(
          '{name} vid Elanmälans drift har öppnat er del av Elanmälan för att läsa. Det går att läsa i högst en timme och inget kan ändras.',
          {
            name: operator.name,
          },
        ),
      ],
      next: t('Ni ser vilka sidor som visas, och kan avsluta när ni vill.'),
      comment: { by: operator.name, text: reason },
      button: { label: t('Visa supportåtkomst'), link: linkTo(`/${side}/support`) },
      foot: t('Du får mejlet för att du är administratör.'),
    }))
  }
}
