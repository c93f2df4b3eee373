import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { z } from 'zod'
import { SCOPES, scopes } from '../domain/scopes.ts'
import { translators } from '../language/i18n.ts'
import { API_ADDRESS, endpoints, type Answer, type Listed } from './endpoint.ts'

const ABOUT = `Everything here follows the rules, forms, rights and log of the pages. Send \`Authorization: Bearer <key>\`.

A guide from key to first call is in docs/api.md. Errors are application/problem+json (RFC 9457) with a sentence for people, by
Accept-Language (sv, en), and a code for programs.

What is added within v1: addresses, members of answers, values of open lists, codes of errors. Ignore what you do not know. What is
taken away or changes meaning comes as v2, and v1 then tells by the headers Deprecation and Sunset, twelve months ahead.`

/** OpenAPI 3.1, made of the very schemas that read the calls. */
export function makeDocument(): object {
  const paths: ZodOpenApiPathsObject = {}
  for (const one of endpoints) {
    const path = one.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operationOf(one) }
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Elanmälan API', version: '1.0.0', description: ABOUT },
      servers: [{ url: API_ADDRESS }],
      security: [{ key: [] }, { oauth: [] }],
      tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
      paths,
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A secret of a key, or an access token.' },
          oauth: {
            type: 'oauth2',
            flows: {
              clientCredentials: {
                tokenUrl: `${API_ADDRESS}/oauth/token`,
                scopes: Object.fromEntries(scopes.map((scope) => [scope, translators.en(SCOPES[scope].help)])),
              },
            },
          },
        },
      },
    },
    // What is told may be told with more one day: clients that are made from this must take it.
    {
      override: ({ jsonSchema, zodSchema, io }) => {
        const { def } = zodSchema._zod as unknown as { def: { type: string; catchall?: unknown } }
        if (io === 'output' && def.type === 'object' && def.catchall === undefined)
          delete jsonSchema.additionalProperties
      },
    },
  )
}

function operationOf(one: Listed): ZodOpenApiOperationObject {
  const { scope } = one.open
  const header = z.object({
    ...(one.asks?.includes('version') && {
      'If-Match': z
        .string()
        .meta({ description: 'The ETag that the case came with, or * to overwrite whatever there is.' }),
    }),
    ...(one.asks?.includes('idempotency') && {
      'Idempotency-Key': z.string().meta({
        description: 'Your own for this call, 8–200 characters: the same again does nothing, and is answered.',
      }),
    }),
  })
  return {
    operationId: one.id,
    tags: [one.tag],
    summary: one.summary,
    ...(one.description !== undefined && { description: one.description }),
    security: scope === undefined || scope === 'none' ? [] : [{ key: [scope] }, { oauth: [scope] }],
    requestParams: {
      ...(one.params && { path: one.params as z.ZodObject }),
      ...(one.query && { query: one.query as z.ZodObject }),
      ...(one.asks && { header }),
    },
    ...(one.method !== 'GET' && {
      requestBody: {
        required: true,
        content: one.form
          ? { [one.form.mediaType]: { schema: one.form.schema } }
          : { 'application/json': { schema: one.body ?? z.strictObject({}) } },
      },
    }),
    responses: Object.fromEntries(Object.entries(one.answers).map(([status, answer]) => [status, answerOf(answer)])),
  } as ZodOpenApiOperationObject
}

function answerOf({ description, schema, mediaType, headers }: Answer) {
  const type = mediaType ?? (schema ? 'application/json' : undefined)
  return {
    description,
    ...(headers && { headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])) }),
    ...(type && { content: { [type]: schema ? { schema } : {} } }),
  }
}
