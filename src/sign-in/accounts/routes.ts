import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import passport from 'passport'
import { Strategy } from 'passport-local'
import { z } from 'zod'
import { flash } from '../../web/flash.ts'
import { emptyForm, readForm } from '../../web/forms.ts'
import { setCookie } from '../../web/cookies.ts'
import { newKey } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { endSession } from './sessionCookie.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { enter } from './completeSignIn.ts'
import { recordLater } from './events.ts'
import { ownPath } from './ownPath.ts'
import { findAccount, listDemoPeople, setLanguage, spendTemporary } from './queries.ts'
import { verifyPassword } from './passwords.ts'
import { hashTemporary } from './reset.ts'
import { countTry, forgetTries } from './throttle.ts'

passport.use(
  new Strategy((username, password, done) => {
    authenticate(username.trim(), password).then((known) => done(null, known ?? false), done)
  }),
)

interface Known {
  id: number
  method: 'password' | 'temporary'
}

/** Whose name and password it is, or null; the same work whether the account exists or not. */
async function authenticate(username: string, password: string): Promise<Known | null> {
  const account = await findAccount(username)
  const isPassword = await verifyPassword(account?.password_hash, password)
  const isTemporary = timingSafeEqual(account?.temporary_hash ?? NOBODYS, hashTemporary(password))
  if (account && isPassword) return { id: account.id, method: 'password' }
  if (account && isTemporary && (await spendTemporary(account.id, hashTemporary(password)))) {
    return { id: account.id, method: 'temporary' }
  }
  return null
}

const NOBODYS = randomBytes(32)

const SignIn = z.object({
  username: z.string().trim().min(1, 'Ange ditt användarnamn.').max(200, 'Fel användarnamn eller lösenord.'),
  password: z.string().min(1, 'Ange ditt lösenord.').max(1000, 'Fel användarnamn eller lösenord.'),
  next: z.string().max(2000).default(''),
})

/** Sign-in, sign-out and language: what anyone may do. */
export const accounts = routes('/', { for: 'anyone' })

accounts.get('/sign-in', {}, async (req, res) => {
  const next = typeof req.query['next'] === 'string' ? ownPath(req.query['next']) : '/'
  if (req.actor) res.redirect(303, next)
  else await showSignIn(res, emptyForm, next)
})

accounts.post('/sign-in', { proof: 'begins the session, by a proof' }, async (req, res) =>
  signInAt(req, res, showSignIn),
)

accounts.post('/sign-out', { support: true, proof: 'closes a door' }, async (req, res) => {
  await endSession(req, res)
  flash(res, 'info', 'Du är utloggad.')
  res.redirect(303, '/sign-in')
})

/** Asked by script: whether one is signed in still; 401 when not. */
accounts.get('/session', { for: 'self', support: true }, (_req, res) => {
  res.status(204).end()
})

accounts.post('/language', { support: true, proof: 'language' }, async (req, res) => {
  const { lang, back } = z
    .object({ lang: z.enum(['sv', 'en']).catch('sv'), back: z.string().catch('/') })
    .parse(req.body)
  setCookie(res, 'lang', lang, { maxAge: 31_536_000 })
  if (req.actor) await setLanguage(req.actor.userId, lang)
  res.redirect(303, ownPath(back))
})

async function showSignIn(res: Response, form: Form, next: string): Promise<void> {
  const demo = res.app.get('demo') as Demo
  await render(res, 'sign-in/start', {
    title: res.locals.t('Logga in'),
    form: { ...form, values: { ...form.values, password: '' } },
    key: newKey(),
    next,
    people: demo ? await listDemoPeople() : [],
    password: demo?.password ?? null,
    look: null,
    provider: null,
  })
}

/** Set on the application (app.ts): the password that the demo world shows. */
export type Demo = { password: string } | null

/** A page to sign in at, which shows what was wrong. */
export type Door = (res: Response, form: Form, next: string) => Promise<void>

/** Name and password, typed at the common sign-in or at a network owner's entrance. Answers the request. */
export async function signInAt(req: Request, res: Response, show: Door): Promise<void> {
  const input = readForm(SignIn, req.body)
  if (!input.ok) return show(res.status(422), input.form, ownPath(String(input.form.values['next'] ?? '/')))
  const { username } = input.data
  const next = ownPath(input.data.next)
  const address = req.ip ?? ''
  const wait = await countTry(username.toLowerCase(), address)
  if (wait > 0) {
    const message = res.locals.t('För många försök. Vänta {n} minut.|För många försök. Vänta {n} minuter.', {
      n: Math.ceil(wait / 60),
    })
    return show(res.status(429).set('Retry-After', String(wait)), refused(input.data, message), next)
  }
  const known = await passportSays(req, res)
  if (known === null) {
    recordLater(req, res, username, 'wrong-password')
    const message = res.locals.t('Fel användarnamn eller lösenord.')
    return show(res.status(422), refused(input.data, message), next)
  }
  await forgetTries(username.toLowerCase(), address)
  const { id: userId, method } = known
  await enter(req, res, { userId, method, secondDone: false, mustChange: method === 'temporary', next })
}

function refused(typed: { username: string }, message: string): Form {
  return { values: { username: typed.username }, errors: { username: message } }
}

function passportSays(req: Request, res: Response): Promise<Known | null> {
  return new Promise((resolve, reject) => {
    const answer = (error: unknown, user: Known | false) => {
      if (error) reject(error as Error)
      else resolve(user || null)
    }
    const handler = passport.authenticate('local', { session: false }, answer) as (
      req: Request,
      res: Response,
      next: (error?: unknown) => void,
    ) => void
    handler(req, res, reject)
  })
}
