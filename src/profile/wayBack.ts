import { takeBackAddress, wayBackOf } from '../sign-in/accounts/address.ts'
import { showSpent } from '../sign-in/accounts/spentLink.ts'
import { isToken } from '../sign-in/accounts/tokens.ts'
import { asSystem } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'

/** *Det var inte jag*: where the mail to an address that was changed leads, signed in or not: /email/back/:token */
export const wayBack = routes('/email/back', {
  for: 'anyone',
  proof: 'the link is the proof: it was sent to the former address',
})

wayBack.get('/:token', {}, async (req, res) => {
  const { token } = req.params
  const found = isToken(token) ? await asSystem('auth', (tx) => wayBackOf(tx, token)) : undefined
  if (!found) return showSpent(res)
  await render(res, 'sign-in/way-back', {
    title: res.locals.t('Ta tillbaka din e-postadress'),
    action: `/email/back/${token}`,
    email: found.email,
  })
})

// Spent by this, not by being opened, as an invitation is.
wayBack.post('/:token', {}, async (req, res) => {
  const { token } = req.params
  const location = isToken(token) ? await asSystem('auth', (tx) => takeBackAddress(tx, token, req)) : undefined
  if (location === undefined) return showSpent(res)
  if (location === null)
    flash(res, 'success', 'Din förra e-postadress gäller igen. Kontot är stängt; din administratör kan öppna det.')
  else flash(res, 'success', 'Din förra e-postadress gäller igen och alla är utloggade. Välj ett nytt lösenord.')
  res.redirect(303, location === null ? '/sign-in' : new URL(location).pathname)
})
