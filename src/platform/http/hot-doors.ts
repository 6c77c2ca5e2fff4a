import type { Type } from '@nestjs/common';
import { HEADERS_METADATA, HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { ProblemFilter } from '../problem/problem.filter.js';
import { argumentsOf, refuseSkipped, started } from './hot-arguments.js';
import { isUnsafe } from './idempotency-key.js';
import { declaresBody, expectNoFields } from './no-fields.js';
import { jsonParserOf, shortDoorOf } from './short-doors.js';
import type { ShortDoor } from './short-way.js';
import './bodies.js';
import './route-config.js';

type Door = Record<string, (...args: unknown[]) => unknown>;

/** Every route of the router, and those doors of it that are also served without it. */
export interface OpenedDoors {
  routes: { method: string; url: string }[];
  short: ShortDoor[];
}

/**
 * Calls the methods marked with `@HotDoor()` directly from Fastify: the same controller, parameters, DTOs and refusals,
 * without Nest's proxy, pipe and interceptor chain. Must run before Nest registers its routes.
 * @returns what is filled as the routes are registered
 */
export function openHotDoors(
  fastify: FastifyInstance,
  find: (type: Type) => object,
  problems: ProblemFilter,
): OpenedDoors {
  const opened: OpenedDoors = { routes: [], short: [] };
  fastify.addHook('onRoute', (route: RouteOptions) => {
    for (const method of [route.method].flat()) opened.routes.push({ method, url: route.url });
    const door = route.config?.hotDoor;
    if (!door) return;
    if (door.withoutRouter === true && route.method !== 'HEAD')
      opened.short.push(shortDoorOf(route, door, { find, parse: jsonParserOf(fastify) }));
    route.handler = handlerOf(door, route.method === 'POST' ? 201 : 200, find, problems);
  });
  return opened;
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
