import type { FastifyRequest } from 'fastify';

const callers = new WeakMap<FastifyRequest, string>();

/** Keeps whose credential a guard has accepted: what idempotency keys are scoped to. */
export function rememberCaller(request: FastifyRequest, actor: string): void {
  callers.set(request, actor);
}

/** Returns the accepted caller; null on routes whose guard, if any, knows no actor. */
export const rememberedCaller = (request: FastifyRequest): string | null => callers.get(request) ?? null;
