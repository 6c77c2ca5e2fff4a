import type { OpenAPIObject } from '@nestjs/swagger';
import { idempotencyHeader } from '../http/idempotency-key.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

/** Changes by staff and partners who are signed in: done once per Idempotency-Key (unsafe-calls.interceptor.ts). */
const ONCE_PER_KEY = /^\/v1\/(admin|partner)\/(?!sessions|owner|password-resets|team\/accept)/;

function addHeader(operation: Operation): void {
  const known = (operation.parameters ??= []);
  if (!known.some((each) => 'name' in each && each.name === idempotencyHeader.name))
    known.push({ in: 'header', ...idempotencyHeader });
}

/** Documents the Idempotency-Key of all operations that one interceptor makes idempotent. */
export function addIdempotencyHeaders(paths: OpenAPIObject['paths']): void {
  for (const [address, { post, put, patch, delete: remove }] of Object.entries(paths))
    if (ONCE_PER_KEY.test(address))
      for (const operation of [post, put, patch, remove]) if (operation) addHeader(operation);
}
