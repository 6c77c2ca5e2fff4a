import type { Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Cache-Control of successful answers that do not set their own. */
    cacheControl?: string;
    /** The same answer for everybody: cached encoded for a moment and served without the router. */
    shared?: boolean | 'by-language';
    /** Keeps the body as unparsed bytes, because its signature covers them. */
    rawBody?: boolean;
    /** Accepts an HTML form; otherwise a body must be JSON. */
    form?: boolean;
    /** Accepts up to 8 MiB from callers authorized before the body is read. */
    largeBody?: { authority: Type<BodyAuthority>; door: Door };
    hotDoor?: HotDoorTerms & { controller: Type; method: string };
  }
}

export interface HotDoorTerms {
  /**
   * Usual requests are served straight from Node's server (short-way.ts), unusual ones still by the router. The method
   * may take a HotRequest and a HotReply, no more.
   */
  withoutRouter?: boolean;
  /** Most callers send one of few bodies, none of which is personal: its parsed form is kept. */
  sameBodies?: boolean;
}

/** A route's class and method, whose decorators say whom it admits. */
export interface Door {
  controller: Type;
  handler: (...args: never[]) => unknown;
}

/** Decides by a request's head whether its large body is read at all; throws the refusal. */
export interface BodyAuthority {
  authorize(request: FastifyRequest, door: Door): Promise<void>;
}

const ROUTE = 'ropeline:route';

/** Adds to Fastify's route config; several decorators on one method accumulate. */
export function routeConfig(part: FastifyContextConfig): MethodDecorator {
  return (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const whole = { ...(Reflect.getOwnMetadata(ROUTE, handler) as FastifyContextConfig | undefined), ...part };
    Reflect.defineMetadata(ROUTE, whole, handler);
    return RouteConfig(whole)(target, key, descriptor);
  };
}

/**
 * Marks one of the few answers that a shared cache may store: the same for everybody, neither setting nor reading
 * cookies. Everything else is sent as `private, no-store`.
 */
export const Cacheable = (cacheControl: string): MethodDecorator => routeConfig({ cacheControl });

/** Marks an answer that depends only on its path, so that this node can encode it once for many requests. */
export const SharedAnswer = (): MethodDecorator => routeConfig({ shared: true });

/** As `SharedAnswer`, for an answer that also depends on the reader's language. */
export const SharedByLanguage = (): MethodDecorator => routeConfig({ shared: 'by-language' });

/** Keeps this route's body as bytes (`@RawBody()`); `@Body()` is undefined there. */
export const UnparsedBody = (): MethodDecorator => routeConfig({ rawBody: true });

/** Accepts an HTML form as the body: for pages without JavaScript. */
export const FormDoor = (): MethodDecorator => routeConfig({ form: true });

/** Marks a high-traffic route: its method is called directly from Fastify (hot-doors.ts). */
export const HotDoor =
  (terms: HotDoorTerms = {}): MethodDecorator =>
  (target, key, descriptor) => {
    const hotDoor = { ...terms, controller: target.constructor as Type, method: String(key) };
    return routeConfig({ hotDoor })(target, key, descriptor);
  };

/** Accepts bodies of up to 8 MiB, such as lists of codes. */
export const LargeBody =
  (authority: Type<BodyAuthority>): MethodDecorator =>
  (target, key, descriptor) => {
    const door = { controller: target.constructor as Type, handler: descriptor.value as Door['handler'] };
    return routeConfig({ largeBody: { authority, door } })(target, key, descriptor);
  };
