import type { FastifyRequest } from 'fastify';

const READ = 'ropeline:repeated-by';
const AGAIN = 'ropeline:safe-to-repeat';

/** Names of the methods that read a resource by id, as its GET route does. */
type ReadOf<C> = {
  [K in keyof C]: C[K] extends (id: string, request: FastifyRequest) => Promise<object> ? K : never;
}[keyof C];

/**
 * Answers a repeated call with this method of the controller instead of the first answer: the resource as it is now.
 * For routes that make or change a resource with an `id` and show nothing that only the first answer has.
 */
export const RepeatedBy =
  <C>(read: ReadOf<C> & string): MethodDecorator =>
  (_target, _key, descriptor) => {
    Reflect.defineMetadata(READ, read, descriptor.value as object);
  };

/** Carries a repeated call out again, because it changes nothing: no copy of its answer is kept. */
export const SafeToRepeat = (): MethodDecorator => (_target, _key, descriptor) => {
  Reflect.defineMetadata(AGAIN, true, descriptor.value as object);
};

export type Repeat = { kind: 'read'; by: string } | { kind: 'again' } | { kind: 'first_answer' };

/** Returns how a repeated call of this route is answered. */
export function repeatOf(handler: object): Repeat {
  const by = Reflect.getMetadata(READ, handler) as string | undefined;
  if (by !== undefined) return { kind: 'read', by };
  return { kind: Reflect.hasMetadata(AGAIN, handler) ? 'again' : 'first_answer' };
}
