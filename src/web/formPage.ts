import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { asActor, type Actor, type Tx } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import { fit } from './echo.ts'
import { flash } from './flash.ts'
import { emptyForm, readForm, typed } from './forms.ts'
import { takeKept } from './kept.ts'
import { keyOf, newKey, once } from './once.ts'
import type { Form, Views, WithForm } from './pages.ts'
import { render } from './views.ts'

/** The two handlers of a page with a form: `room.form('/new', {}, page)` adds them. */
export interface FormPage {
  show: RequestHandler
  save: RequestHandler
}

/** Who asks, for what, and in which words. */
export interface Asked<A> {
  req: Request
  res: Response
  actor: A
  t: Translate
  /** Where the room is: '/owner/teams'. */
  base: string
}
/** The same in a transaction of the person's. */
export interface At<A> extends Asked<A> {
  tx: Tx
}

/** What is wrong, by field: the page comes back with what was typed, and 422 unless another status is said. */
export interface Wrong {
  errors: Form['errors']
  status?: 409 | 429
}

/** Where it leads, and the line said there. `after` is done when all else is kept: other doors, files. */
export interface Saved {
  to: string
  said?: string | [sentence: string, params: Record<string, string | number>]
  after?: () => Promise<void>
}

type FormView = { [V in keyof Views]: Views[V] extends WithForm ? V : never }[keyof Views]
/** The form as it comes back, with its status; 200: nothing was posted. */
interface Back {
  form: Form
  status: number
}

interface Words<A, C extends Asked<A>, S extends z.ZodType, V extends FormView, L> {
  /** One of web/guards.ts. */
  actor: (req: Request) => A
  view: V
  /** What may be posted. */
  schema: S | ((loaded: L) => S)
  /** What the form is about, for drawing and saving: the thing edited, null for a new one. @throws NotFound */
  load: (at: C) => Promise<L> | L
  /** What was posted, as the form is to read it: rows put in order. */
  shape?: (loaded: L, body: Record<string, string | string[]>) => Record<string, string | string[]>
  /** What stands in the form before anything is typed. */
  values?: (loaded: L, at: C) => Form['values']
  /** All that the page shows besides. */
  draw: (at: C, loaded: L, back: Back) => Promise<Drawn<V>> | Drawn<V>
  /** Asked before a transaction is opened: throttles, files. */
  check?: (asked: Asked<A>, data: z.output<S>) => Promise<Wrong | null>
  /** What is wrong undoes what was written, and leaves the one-time key unused. */
  save: (at: C, data: z.output<S>, loaded: L) => Promise<Wrong | Saved>
}

type Drawn<V extends FormView> = Omit<Views[V], 'form' | 'key'>

/** How the work of a page is surrounded: by a transaction, and to be done once. */
interface Around<A, C> {
  within: <T>(asked: Asked<A>, work: (at: C) => Promise<T>) => Promise<T>
  once: (at: C, work: () => Promise<string>) => Promise<string>
}

/**
 * A page with a form: GET draws it; what cannot be saved comes back with 422 and all that was typed; what is saved leads on
 * with 303. One transaction each, and one more where what was written is undone before the page is drawn again.
 * @param words `repeatable`: saving it twice is as good as once, and asks for no key
 */
export function formPage<A extends Actor, S extends z.ZodType, V extends FormView, L>(
  words: Words<A, At<A>, S, V, L> & { repeatable?: boolean },
): FormPage {
  return pageOf(words, {
    within: (asked, work) => asActor(asked.actor, (tx) => work({ ...asked, tx })),
    once: ({ tx, actor, req }, work) => (words.repeatable ? work() : once(tx, actor, keyOf(req), work)),
  })
}

/** The same without a transaction and a key, for what opens another door (asSystem), or none. */
export function plainFormPage<A, S extends z.ZodType, V extends FormView, L>(
  words: Words<A, Asked<A>, S, V, L>,
): FormPage {
  return pageOf(words, { within: (asked, work) => work(asked), once: (_at, work) => work() })
}

function pageOf<A, C extends Asked<A>, S extends z.ZodType, V extends FormView, L>(
  words: Words<A, C, S, V, L>,
  around: Around<A, C>,
): FormPage {
  const { view, schema } = words
  const askedOf = (req: Request, res: Response): Asked<A> => ({
    req,
    res,
    actor: words.actor(req),
    t: res.locals.t,
    base: req.baseUrl,
  })

  async function drawn(at: C, loaded: L, back: Back): Promise<Views[V]> {
    return { ...(await words.draw(at, loaded, back)), form: back.form, key: newKey() } as Views[V]
  }

  async function show(req: Request, res: Response): Promise<void> {
    const page = await around.within(askedOf(req, res), async (at) => {
      const loaded = await words.load(at)
      const values = takeKept(req, res)?.values ?? words.values?.(loaded, at)
      return drawn(at, loaded, { form: values ? { values, errors: {} } : emptyForm, status: 200 })
    })
    await render(res, view, page)
  }

  async function again(asked: Asked<A>, back: Back): Promise<void> {
    const page = await around.within(asked, async (at) => drawn(at, await words.load(at), back))
    await render(asked.res.status(back.status), view, page)
  }

  /** @throws Refused for what cannot be saved */
  async function kept(asked: Asked<A>): Promise<{ location: string; saved?: Saved }> {
    const { body } = asked.req as { body: unknown }
    const early = typeof schema === 'function' ? null : read(schema, body)
    if (early) {
      const wrong = await words.check?.(asked, early.data)
      if (wrong) throw refused(wrong, schema as S, body)
    }
    const done: { saved?: Saved } = {}
    const location = await around.within(asked, (at) =>
      around.once(at, async () => {
        const loaded = await words.load(at)
        const by = early ? (schema as S) : (schema as (loaded: L) => S)(loaded)
        const posted = words.shape?.(loaded, typed(body)) ?? body
        const { data } = early ?? read(by, posted)
        const outcome = await words.save(at, data, loaded)
        if ('errors' in outcome) throw refused(outcome, by, posted)
        done.saved = outcome
        return outcome.to
      }),
    )
    return { location, ...done }
  }

  async function save(req: Request, res: Response): Promise<void> {
    const asked = askedOf(req, res)
    try {
      const { location, saved } = await kept(asked)
      await saved?.after?.()
      // A form that is posted once more has been told of before.
      if (saved?.said !== undefined) {
        const [sentence, params] = [saved.said].flat() as [string, Record<string, string>?]
        flash(res, 'success', sentence, params)
      }
      res.redirect(303, location)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      await again(asked, error.back)
    }
  }

  return { show, save }
}

function read<S extends z.ZodType>(schema: S, body: unknown): { data: z.output<S> } {
  const input = readForm(schema, body)
  if (!input.ok) throw new Refused({ form: input.form, status: 422 })
  return input
}

function refused(wrong: Wrong, schema: z.ZodType, body: unknown): Refused {
  return new Refused({ form: { values: fit(typed(body), schema), errors: wrong.errors }, status: wrong.status ?? 422 })
}

/** Thrown through the transaction, so that nothing of it is kept. */
class Refused extends Error {
  readonly back: Back
  constructor(back: Back) {
    super('The form comes back')
    this.back = back
  }
}
