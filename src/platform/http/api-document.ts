import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

type SchemaObject = Extract<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { type?: unknown }
>;

const problem: SchemaObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable, in SCREAMING_SNAKE; every code is listed in docs/errors.md.' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    retryAfterMs: { type: 'integer' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** OpenAPI 3.1 knows no `nullable`: a value that may be absent has two types. */
function withoutNullable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutNullable);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutNullable(value)]));
  const { nullable, ...rest } = copy;
  if (nullable !== true) return nullable === undefined ? copy : rest;
  if (typeof rest.type === 'string') return { ...rest, type: [rest.type, 'null'] };
  return { anyOf: [rest, { type: 'null' }] };
}

/** Every operation can be refused in the same form. */
function withRefusals(document: OpenAPIObject): OpenAPIObject {
  const refusal = {
    description: 'Refused, with a stable code.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (operation) operation.responses.default ??= refusal;
    }
  }
  return document;
}

function build(app: INestApplication): OpenAPIObject {
  const terms = new DocumentBuilder()
    .setTitle('Ropeline')
    .setDescription('The on-sale service: waiting room, holds, orders, partners.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An admission pass, or an API key for staff and partners.' },
      'bearer',
    )
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Authorization', description: 'Place <placeToken>' }, 'place')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Authorization', description: 'Order <accessToken>' }, 'order')
    .build();
  const document = SwaggerModule.createDocument(app, terms);
  const components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problem } };
  return withoutNullable(withRefusals({ ...document, components })) as OpenAPIObject;
}

/** Serves the document at /v1/openapi.json and as a page at /docs. It is generated from the code when it is first asked for. */
export function serveApiDocument(app: INestApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= build(app)), {
    jsonDocumentUrl: 'v1/openapi.json',
    yamlDocumentUrl: 'v1/openapi.yaml',
  });
}
