import type { ExecutionContext, Type } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  HEADERS_METADATA,
  HTTP_CODE_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { ProblemFilter } from '../problem/problem.filter.js';
import { HotValidation } from '../problem/validation.js';
import { isUnsafe } from './idempotency-key.js';
import { declaresBody, expectNoFields } from './no-fields.js';
import './bodies.js';
import './route-config.js';

type Argument = (request: FastifyRequest, reply: FastifyReply) => unknown;
type Door = Record<string, (...args: unknown[]) => unknown>;
interface ArgumentMetadata {
  index: number;
  data?: unknown;
  factory?: (data: unknown, context: ExecutionContext) => unknown;
}

/** What a hot route must not declare: it would be skipped, and a skipped guard is a security hole. */
const SKIPPED = [GUARDS_METADATA, INTERCEPTORS_METADATA, PIPES_METADATA, EXCEPTION_FILTERS_METADATA];
const validation = new HotValidation();

/**
 * Calls the methods marked with `@HotDoor()` directly from Fastify: the same controller, parameters, DTOs and refusals,
 * without Nest's proxy, pipe and interceptor chain. Must run before Nest registers its routes.
 */
export function openHotDoors(fastify: FastifyInstance, find: (type: Type) => object, problems: ProblemFilter): void {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const door = route.config?.hotDoor;
    if (door) route.handler = handlerOf(door, route.method === 'POST' ? 201 : 200, find, problems);
  });
}

function handlerOf(
  { controller, method }: { controller: Type; method: string },
  usualStatus: number,
  find: (type: Type) => object,
  problems: ProblemFilter,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const prototype = controller.prototype as Door;
  const callback = prototype[method] as object;
  refuseSkipped(controller, callback, method);
  const args = argumentsOf(controller, method);
  const takesNothing = !declaresBody(controller, method);
  const status = (Reflect.getMetadata(HTTP_CODE_METADATA, callback) as number | undefined) ?? usualStatus;
  const headers =
    (Reflect.getMetadata(HEADERS_METADATA, callback) as { name: string; value: string }[] | undefined) ?? [];
  let instance: Door | null = null;
  return async (request, reply) => {
    try {
      instance ??= find(controller) as Door;
      if (takesNothing && isUnsafe(request.method)) expectNoFields(request);
      const values = args.map((argument) => started(argument(request, reply)));
      for (let index = 0; index < values.length; index += 1)
        if (values[index] instanceof Promise) values[index] = await values[index];
      void reply.status(status);
      for (const { name, value } of headers) void reply.header(name, value);
      const result = await (instance[method] as (...given: unknown[]) => unknown)(...values);
      if (!reply.sent) void reply.send(result);
    } catch (error) {
      problems.answer(error, request, reply);
    }
  };
}

/** As in Nest, a header that fails immediately takes precedence over a body that fails validation. */
function started(value: unknown): unknown {
  if (value instanceof Promise) value.catch(() => undefined); // it is awaited later, unless another one fails first
  return value;
}

function refuseSkipped(controller: Type, callback: object, method: string): void {
  for (const key of SKIPPED)
    if (Reflect.hasMetadata(key, controller) || Reflect.hasMetadata(key, callback))
      throw new Error(`${controller.name}.${method} is a hot door, where ${key.replaceAll('_', '')} do not run`);
}

function argumentsOf(controller: Type, method: string): Argument[] {
  const metadata = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    ArgumentMetadata
  >;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ?? []) as Type[];
  const found: Argument[] = [];
  for (const [key, argument] of Object.entries(metadata)) {
    found[argument.index] = argument.factory
      ? custom(argument.factory, argument.data)
      : builtIn(
          Number(key.split(':')[0]),
          argument.data,
          types[argument.index] as Type,
          `${controller.name}.${method}`,
        );
  }
  return found;
}

function builtIn(kind: number, data: unknown, type: Type, name: string): Argument {
  const property = typeof data === 'string' ? data : null;
  if (kind === (RouteParamtypes.REQUEST as number)) return (request) => request;
  if (kind === (RouteParamtypes.RESPONSE as number)) return (_request, reply) => reply;
  if (kind === (RouteParamtypes.PARAM as number) && property !== null)
    return ({ params }) => (params as Record<string, string>)[property];
  if (kind === (RouteParamtypes.BODY as number) && property === null)
    return ({ body }) => validation.check(body, type, 'body');
  if (kind === (RouteParamtypes.QUERY as number) && property === null)
    return ({ query }) => validation.check(query, type, 'query');
  if (kind === (RouteParamtypes.HEADERS as number) && property !== null)
    return ({ headers }) => headers[property.toLowerCase()];
  if (kind === (RouteParamtypes.RAW_BODY as number)) return ({ rawBody }) => rawBody;
  throw new Error(`${name} is a hot door with an unsupported kind of parameter`);
}

/** Our parameter decorators only use their context to read the request. */
function custom(factory: NonNullable<ArgumentMetadata['factory']>, data: unknown): Argument {
  return (request) => {
    const http = { getRequest: () => request };
    return factory(data, { switchToHttp: () => http } as unknown as ExecutionContext);
  };
}
