import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.js';

const BODIES: readonly number[] = [RouteParamtypes.BODY, RouteParamtypes.RAW_BODY];

/** Returns whether a controller's method declares a body, parsed or as bytes. */
export function declaresBody(controller: Type, method: string): boolean {
  const declared = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as object;
  return Object.keys(declared).some((name) => BODIES.includes(Number(name.split(':')[0])));
}

/** For calls without fields: the body must be empty or `{}`, since unknown fields are rejected everywhere. */
export function expectNoFields({ body }: Pick<FastifyRequest, 'body'>): void {
  if (body === undefined || body === null) return;
  const fields = typeof body === 'object' ? Object.keys(body) : [''];
  if (fields.length === 0 && !Array.isArray(body)) return;
  const field = fields[0] ?? '';
  throw new ProblemError('VALIDATION_FAILED', { errors: [{ field, message: `property ${field} should not exist` }] });
}
