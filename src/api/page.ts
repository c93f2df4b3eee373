import { SCOPES, type Scope } from '../domain/scopes.ts'
import type { Translate } from '../language/i18n.ts'
import { linkTo } from '../mail/addresses.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { API_ADDRESS } from './endpoint.ts'
import { CALLS } from './entrance.ts'
import { document } from './routes.ts'
import type { Document, Operation, Schema } from './openapi.ts'
import type { OperationLine, Property } from './views.ts'

/** The document of the API as a page that people read: drawn from it, and from nothing else. */
export const apiPage = routes('/api', { for: 'anyone', support: true })

apiPage.get('/', {}, async (_req, res) => {
  const { t } = res.locals
  const { tags, paths, components } = document()
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => lineOf(method, path, one, components.schemas, t)),
  )
  await render(res, 'api/docs', {
    title: t('API'),
    base: linkTo(API_ADDRESS),
    calls: CALLS,
    groups: tags.map(({ name }) => ({
      name,
      id: name.toLowerCase().replaceAll(' ', '-'),
      operations: operations.filter(({ tag }) => tag === name),
    })),
  })
})

type Schemas = Document['components']['schemas']

function lineOf(method: string, path: string, one: Operation, schemas: Schemas, t: Translate): OperationLine {
  const scope = one.security[0]?.key?.[0] as Scope | undefined
  const [mediaType, content] = Object.entries(one.requestBody?.content ?? {})[0] ?? []
  const parameters = one.parameters ?? []
  return {
    id: one.operationId,
    tag: one.tags[0]!,
    method: method.toUpperCase(),
    path,
    summary: one.summary,
    description: one.description ?? '',
    scope: scope === undefined ? null : { name: scope, label: t(SCOPES[scope].label) },
    parameters: parameters
      .filter((each) => each.in !== 'path')
      .map(({ name, required, description, schema }) => ({
        name,
        type: typeOf(schema, schemas),
        required: required ?? false,
        text: description ?? '',
      })),
    body: content ? { mediaType: mediaType!, properties: propertiesOf(content.schema, schemas) } : null,
    answers: Object.entries(one.responses).map(([status, { description, content: told }]) => ({
      status,
      text: description,
      schema: nameOf(Object.values(told ?? {})[0]?.schema),
    })),
  }
}

function propertiesOf(given: Schema, schemas: Schemas): Property[] {
  const schema = given.$ref ? schemas[nameOf(given)!]! : given
  return Object.entries(schema.properties ?? {}).map(([name, each]) => ({
    name,
    type: typeOf(each, schemas),
    required: schema.required?.includes(name) ?? false,
    text: each.description ?? '',
  }))
}

function nameOf(schema: Schema | undefined): string | null {
  return schema?.$ref?.split('/').at(-1) ?? null
}

function typeOf(schema: Schema, schemas: Schemas): string {
  if (schema.$ref) return nameOf(schema)!
  if (schema.enum) return schema.enum.map(String).join(' | ')
  const parts = schema.anyOf ?? schema.oneOf
  if (parts) return [...new Set(parts.map((part) => typeOf(part, schemas)))].join(' | ')
  if (schema.items) return `${typeOf(schema.items, schemas)}[]`
  return [schema.type ?? 'any'].flat().join(' | ') + (schema.format ? ` (${schema.format})` : '')
}
