import type { OpenAPIObject } from '@nestjs/swagger';
import { errorCatalogue, type ErrorCode } from '../../contract/errors.js';
import { operationCodes } from '../../contract/operation-codes.js';
import { idempotencyHeader } from '../http/idempotency-key.js';
import { problemOf } from '../problem/problem.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Refusal = Operation['responses'][string];

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Refused before it is known which operation was meant. */
const beforeOperation: readonly ErrorCode[] = [
  'MALFORMED_REQUEST',
  'REQUEST_TIMEOUT',
  'URI_TOO_LONG',
  'HEADERS_TOO_LARGE',
];
const always: readonly ErrorCode[] = ['INTERNAL', 'CORE_AWAY', 'OVERLOADED'];
const ofUnsafe: readonly ErrorCode[] = [
  'VALIDATION_FAILED',
  'MALFORMED_BODY',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  // checked wherever something may change, used or not
  'IDEMPOTENCY_KEY_INVALID',
];

/** Guards ask these of calls that change something. */
const ofChanges: ReadonlySet<ErrorCode> = new Set(['CSRF_REQUIRED', 'FORBIDDEN_ORIGIN']);

/** One interceptor asks these of all calls that take an Idempotency-Key. */
const ofKeys: readonly ErrorCode[] = [
  'IDEMPOTENCY_ANSWER_LOST',
  'IDEMPOTENCY_IN_PROGRESS',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_MISMATCH',
];

/** Returns what an operation may be refused with: what its code can reach, and what its transport adds. */
function codesOf(method: (typeof methods)[number], path: string, operation: Operation): Set<ErrorCode> {
  const parameters = (operation.parameters ?? []).flatMap((each) => ('in' in each ? each : []));
  const hasQuery = parameters.some((each) => each.in === 'query');
  const hasKey = parameters.some(({ name }) => name === idempotencyHeader.name);
  const reached = operationCodes[operation.operationId ?? ''] ?? [];
  return new Set([
    ...reached.filter((code) => method !== 'get' || !ofChanges.has(code)),
    ...(method === 'get' ? [] : ofUnsafe),
    ...(hasQuery ? (['VALIDATION_FAILED'] as const) : []),
    ...(path.includes('{') ? (['NOT_FOUND'] as const) : []),
    ...(hasKey ? ofKeys : []),
    ...always,
  ]);
}

/** Describes one status: its codes as named examples, which a reader chooses from and a program can list. */
function refusalWith(codes: readonly ErrorCode[], intro = ''): Refusal {
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }] as const);
  const schema = { $ref: '#/components/schemas/Problem' };
  return {
    description: `${intro}${codes.map((code) => `\`${code}\``).join(', ')}`,
    content: { 'application/problem+json': { schema, examples: Object.fromEntries(examples) } },
  };
}

/** Completes each operation with its refusals, by status. Returns the document's examples of all codes. */
export function addRefusals(paths: OpenAPIObject['paths']): Record<string, object> {
  const used = new Set(beforeOperation);
  for (const [path, item] of Object.entries(paths))
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      const codes = [...codesOf(method, path, operation)].sort();
      for (const code of codes) used.add(code);
      for (const status of new Set(codes.map(statusOf)))
        operation.responses[status] ??= refusalWith(codes.filter((code) => statusOf(code) === status));
      operation.security ??= []; // without credentials unless declared
      operation.responses['4XX'] = refusalWith(beforeOperation, 'Refused before the operation was reached: ');
    }
  const examples = [...used].sort().map((code) => [code, exampleOf(code)] as const);
  return Object.fromEntries(examples);
}

const statusOf = (code: ErrorCode): number => errorCatalogue[code].status;
const exampleOf = (code: ErrorCode): object => ({ summary: errorCatalogue[code].title, value: problemOf(code) });
