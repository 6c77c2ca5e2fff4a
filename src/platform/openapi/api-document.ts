import { readFileSync } from 'node:fs';
import type { INestApplication } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { webhookGuide } from '../../contract/partners/webhook-guide.js';
import { answerSchemas } from './answers.js';
import { asyncApiDocument } from './async-document.js';
import { addIdempotencyHeaders } from './idempotency-headers.js';
import { Problem } from './problem.schema.js';
import { withReferences } from './references.js';
import { addRefusals } from './refusals.js';
import { describeQueryFields, requestSchemas } from './request-schemas.js';
import { usedSchemas } from './used-schemas.js';
import { webhookOperations } from './webhook-operations.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** No maker's mark, and on phones the text of a group below its name rather than in a narrow column beside it. */
const PAGE_STYLES = `
.swagger-ui .topbar .link { display: none }
@media (max-width: 640px) {
  .swagger-ui .opblock-tag { flex-wrap: wrap }
  .swagger-ui .opblock-tag > small { flex: 1 0 100%; order: 1; padding: 0; min-width: 0 }
  .swagger-ui .opblock-tag pre { overflow-x: auto }
}`;

/** OpenAPI 3.1 has no `nullable`: a nullable value has two types. */
function withoutNullable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutNullable);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutNullable(value)]));
  const { nullable, ...rest } = copy;
  if (nullable !== true) return nullable === undefined ? copy : rest;
  if (typeof rest.type === 'string') return { ...rest, type: [rest.type, 'null'] };
  return { anyOf: [rest, { type: 'null' }] };
}

/** Adds the schemas of all answers, each named shape once. */
function schemasOfAnswers(found: Map<string, unknown>): Schemas {
  for (const [name, schema] of answerSchemas()) found.set(name, withReferences(schema, found));
  found.set('Problem', withReferences(Problem, found));
  return Object.fromEntries(found) as Schemas;
}

/** Returns the document published in docs/api; null if it is not installed. */
function publishedDocument(): OpenAPIObject | null {
  try {
    return JSON.parse(
      readFileSync(new URL('../../../docs/api/openapi.json', import.meta.url), 'utf8'),
    ) as OpenAPIObject;
  } catch {
    return null;
  }
}

/** Builds the OpenAPI document of this node's roles. */
export function apiDocument(app: INestApplication): OpenAPIObject {
  const terms = new DocumentBuilder()
    .setTitle('Ropeline')
    .setDescription('The on-sale service: waiting room, holds, orders, partners.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addServer('/')
    .addTag('sales', 'What is on sale, and the snapshot of the line.')
    .addTag('line', 'Taking a place.')
    .addTag('place', "Calls about the bearer's own place.")
    .addTag('passes', 'Admission passes for gates and outside shops.')
    .addTag('holds', 'Temporary claims on tickets.')
    .addTag('orders', 'Purchases.')
    .addTag('partners', 'The event stream and allocations.')
    .addTag('staff', "The promoter's panel.")
    .addTag('webhooks', webhookGuide)
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An admission pass, or an API key for staff and partners.' },
      'bearer',
    )
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Authorization', description: 'Place <placeToken>' }, 'place')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Authorization', description: 'Order <accessToken>' }, 'order')
    .build();
  describeQueryFields();
  const document = SwaggerModule.createDocument(app, terms);
  const { paths } = document;
  addIdempotencyHeaders(paths);
  const examples = addRefusals(paths);
  const found = new Map<string, unknown>();
  const webhooks = webhookOperations(found);
  const known = { ...document.components?.schemas, ...requestSchemas(), ...schemasOfAnswers(found) } as Schemas;
  const components = { ...document.components, examples, schemas: usedSchemas(known, [paths, webhooks]) };
  return withoutNullable({ ...document, webhooks, components }) as OpenAPIObject;
}

/**
 * Serves the documents at /v1/openapi.json and /v1/asyncapi.json, and the former as a page at /docs. Each is built on
 * first request. A node with only some roles serves the published document, since clients cannot know which node
 * answers.
 */
export function serveApiDocument(app: INestApplication, publicUrl: string, isWhole: boolean): void {
  let document: OpenAPIObject | undefined;
  const read = (): OpenAPIObject => (isWhole ? null : publishedDocument()) ?? apiDocument(app);
  SwaggerModule.setup('docs', app, () => (document ??= read()), {
    jsonDocumentUrl: 'v1/openapi.json',
    yamlDocumentUrl: 'v1/openapi.yaml',
    customSiteTitle: 'Ropeline API',
    customCss: PAGE_STYLES,
    // no public service is asked to validate the document; 200 operations are drawn when their group is opened
    swaggerOptions: { validatorUrl: null, docExpansion: 'none', defaultModelsExpandDepth: 0 },
  });
  let events: object | undefined;
  const { httpAdapter } = app.get(HttpAdapterHost);
  httpAdapter.get('/v1/asyncapi.json', (_request: unknown, reply: FastifyReply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send((events ??= asyncApiDocument(publicUrl))),
  );
}
