import type { ExecutionContext, Type } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HotValidation } from '../problem/validation.js';
import './bodies.js';

export type Argument = (request: FastifyRequest, reply: FastifyReply) => unknown;
interface ArgumentMetadata {
  index: number;
  data?: unknown;
  factory?: (data: unknown, context: ExecutionContext) => unknown;
}

/** What a hot route must not declare: it would be skipped, and a skipped guard is a security hole. */
const SKIPPED = [GUARDS_METADATA, INTERCEPTORS_METADATA, PIPES_METADATA, EXCEPTION_FILTERS_METADATA];
export const validation = new HotValidation();

/** As in Nest, a header that fails immediately takes precedence over a body that fails validation. */
export function started(value: unknown): unknown {
  if (value instanceof Promise) value.catch(() => undefined); // it is awaited later, unless another one fails first
  return value;
}

export function refuseSkipped(controller: Type, callback: object, method: string): void {
  for (const key of SKIPPED)
    if (Reflect.hasMetadata(key, controller) || Reflect.hasMetadata(key, callback))
      throw new Error(`${controller.name}.${method} is a hot door, where ${key.replaceAll('_', '')} do not run`);
}

export function argumentsOf(controller: Type, method: string): Argument[] {
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

/** Returns the class of the body that a method declares; null without one. */
export function bodyTypeOf(controller: Type, method: string): Type | null {
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ?? []) as Type[];
  const body = declared(controller, method, RouteParamtypes.BODY);
  return body && (types[body.index] ?? null);
}

function declared(controller: Type, method: string, kind: RouteParamtypes): ArgumentMetadata | null {
  const all = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, ArgumentMetadata>;
  return Object.entries(all).find(([key]) => Number(key.split(':')[0]) === (kind as number))?.[1] ?? null;
}

/** A request without the router has its body validated when it is read; parsed JSON is neither of these. */
const isChecked = (body: unknown, type: Type): boolean => body instanceof type || body instanceof Promise;

function builtIn(kind: number, data: unknown, type: Type, name: string): Argument {
  const property = typeof data === 'string' ? data : null;
  if (kind === (RouteParamtypes.REQUEST as number)) return (request) => request;
  if (kind === (RouteParamtypes.RESPONSE as number)) return (_request, reply) => reply;
  if (kind === (RouteParamtypes.PARAM as number) && property !== null)
    return ({ params }) => (params as Record<string, string>)[property];
  if (kind === (RouteParamtypes.BODY as number) && property === null)
    return ({ body }) => (isChecked(body, type) ? body : validation.check(body, type, 'body'));
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
