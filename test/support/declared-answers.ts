import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: object; examples?: object }> }>;
}
interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}
interface Declared {
  match: RegExp;
  method: string;
  operation: Operation;
}

/** Documents of the nodes under test, one per origin. */
const checkers = new Map<string, Promise<AnswerChecker | null>>();

/** Undeclared fields are drift too, so objects with named fields may have no others. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && typeof copy.properties === 'object' ? { additionalProperties: false, ...copy } : copy;
}

/** Returns the codes that an operation lists for a status, and those of requests that reach no operation. */
function codesOf({ responses }: Operation, status: number): string[] {
  return [responses[String(status)], responses['4XX']].flatMap((response) =>
    Object.keys(response?.content?.['application/problem+json']?.examples ?? {}),
  );
}

/** Validates real answers against the operation's OpenAPI declaration. */
class AnswerChecker {
  private readonly ajv = new Ajv.default({ strict: false, allErrors: true });
  private readonly operations: Declared[];
  private readonly compiled = new Map<object, ValidateFunction>();

  constructor(document: ApiDocument) {
    addFormats.default(this.ajv);
    const schemas = Object.entries(document.components.schemas);
    for (const [name, schema] of schemas) this.ajv.addSchema(closed(schema) as object, `#/components/schemas/${name}`);
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        match: new RegExp(
          `^${path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{[^}]+\}/g, '[^/]+')}$`,
        ),
        method: method.toUpperCase(),
        operation,
      })),
    );
  }

  /** @returns the undeclared or missing parts of the answer; null if it conforms or nothing is declared */
  complaint(method: string, path: string, status: number, contentType: string, body: unknown): string | null {
    const operation = this.operations.find((each) => each.method === method && each.match.test(path))?.operation;
    if (!operation || status === 304) return null;
    const response = operation.responses[String(status)] ?? operation.responses[`${String(status)[0] ?? ''}XX`];
    if (!response) return `${method} ${path} answered ${status}, which the document does not declare`;
    const { code } = body as { code?: unknown };
    if (status >= 400 && typeof code === 'string' && !codesOf(operation, status).includes(code))
      return `${method} ${path} answered ${status} ${code}, which the document does not list: npm run documents`;
    const schema = response.content?.[contentType.split(';')[0] ?? '']?.schema;
    if (!schema) return body === '' ? null : `${method} ${path} ${status}: no schema is declared for ${contentType}`;
    const validate = this.compiled.get(schema) ?? this.ajv.compile(closed(schema) as object);
    this.compiled.set(schema, validate);
    return validate(body) ? null : `${method} ${path} ${status}: ${this.ajv.errorsText(validate.errors)}`;
  }
}

async function checkerOf(origin: string): Promise<AnswerChecker | null> {
  const answer = await fetch(`${origin}/v1/openapi.json`).catch(() => null);
  return answer?.ok ? new AnswerChecker((await answer.json()) as ApiDocument) : null;
}

/** Throws if an answer does not match the OpenAPI document of the same node. */
export async function expectDeclared(
  url: string,
  method: string,
  answer: { status: number; contentType: string; body: unknown },
): Promise<void> {
  const { origin, pathname } = new URL(url);
  if (!pathname.startsWith('/v1/') || pathname.startsWith('/v1/openapi')) return;
  if (!checkers.has(origin)) checkers.set(origin, checkerOf(origin));
  const checker = await checkers.get(origin);
  const complaint = checker?.complaint(method, pathname, answer.status, answer.contentType, answer.body) ?? null;
  if (complaint !== null) throw new Error(complaint);
}
