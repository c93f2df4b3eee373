import type { Answer, Answers, FormDefinition } from './definition.ts'
import { fieldsOf, rowIndexes, rowsOf } from './schema.ts'
import type { Body } from './values.ts'

/**
 * The body with the rows of its repeating groups numbered from 0 without gaps, one row more where `_add` names the
 * group and one less where `_remove` names 'vr.1'. Names in errors then always meet the names on the page.
 */
export function renumber(definition: Pick<FormDefinition, 'sections'>, body: Body): Body {
  const result: Body = { ...body }
  for (const field of fieldsOf(definition)) {
    if (field.type !== 'group') continue
    const kept = rowIndexes(body, field.key).filter((index) => body['_remove'] !== `${field.key}.${index}`)
    for (const name of Object.keys(result)) {
      if (name.startsWith(`${field.key}.`)) Reflect.deleteProperty(result, name)
    }
    kept.forEach((from, to) => {
      const prefix = `${field.key}.${from}.`
      for (const [name, value] of Object.entries(body)) {
        if (name.startsWith(prefix)) result[`${field.key}.${to}.${name.slice(prefix.length)}`] = value
      }
    })
    if (body['_add'] === field.key) {
      for (const part of field.fields ?? []) result[`${field.key}.${kept.length}.${part.key}`] = ''
    }
  }
  return result
}

/** Stored answers as the values of a form, by input name: 17.5 → '17,5', true → 'ja'. */
export function toValues(definition: Pick<FormDefinition, 'sections'>, answers: Answers): Body {
  const values: Body = {}
  for (const field of fieldsOf(definition)) {
    const answer = answers[field.key]
    if (answer === undefined) continue
    if (field.type !== 'group') {
      put(values, field.key, answer)
      continue
    }
    rowsOf(answer).forEach((row, index) => {
      for (const [key, value] of Object.entries(row)) put(values, `${field.key}.${index}.${key}`, value)
    })
  }
  return values
}

function put(values: Body, name: string, answer: Answer): void {
  if (typeof answer === 'boolean') values[name] = answer ? 'ja' : 'nej'
  else if (typeof answer === 'number') values[name] = String(answer).replace('.', ',')
  else if (typeof answer === 'string') values[name] = answer
  else if (!Array.isArray(answer)) values[`${name}.blank`] = blankReason(answer)
  else values[name] = answer.filter((value): value is string => typeof value === 'string')
}

function blankReason(answer: Answers | { blank: string }): string {
  return typeof answer.blank === 'string' ? answer.blank : ''
}

/** What a new form begins with: the initial values its definition gives. */
export function initialAnswers(definition: Pick<FormDefinition, 'sections'>): Answers {
  return Object.fromEntries(
    fieldsOf(definition)
      .filter((field) => field.initial !== undefined)
      .map((field) => [field.key, field.initial!]),
  )
}
