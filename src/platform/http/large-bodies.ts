import type { Type } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { ProblemFilter } from '../problem/problem.filter.js';
import type { BodyAuthority } from './route-config.js';

const LARGE_BYTES = 8 * 1024 * 1024;

/** Raises the limit of routes with `@LargeBody()`, and authorizes the caller before the body is read. */
export function takeLargeBodies(
  fastify: FastifyInstance,
  find: (type: Type<BodyAuthority>) => BodyAuthority,
  problems: ProblemFilter,
): void {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const large = route.config?.largeBody;
    if (!large) return;
    route.bodyLimit = LARGE_BYTES;
    route.onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
      try {
        await find(large.authority).authorize(request, large.door);
      } catch (error) {
        problems.answer(error, request, reply);
        return await reply;
      }
    };
  });
}
