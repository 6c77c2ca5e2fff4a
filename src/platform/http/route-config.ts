import type { Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Sent with answers that are not refusals and name no rule of their own. */
    cacheControl?: string;
    /** The same answer for everybody: kept encoded for a moment and served without the router. */
    shared?: boolean;
    /** The body is kept as bytes and not parsed: its signature is over the bytes. */
    rawBody?: boolean;
    /** Takes an HTML form; without it a body must be JSON. */
    form?: boolean;
    /** Up to 8 MiB, from callers whose authority is decided before the body is read. */
    largeBody?: { authority: Type<BodyAuthority> };
    hotDoor?: { controller: Type; method: string };
  }
}

/** Decides by the head of a request whether its large body is read at all; throws the refusal. */
export interface BodyAuthority {
  authorize(request: FastifyRequest): Promise<void>;
}

const ROUTE = 'ropeline:route';

/** Adds to what Fastify knows of a route; several decorators of one method add up. */
export function routeConfig(part: FastifyContextConfig): MethodDecorator {
  return (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const whole = { ...(Reflect.getOwnMetadata(ROUTE, handler) as FastifyContextConfig | undefined), ...part };
    Reflect.defineMetadata(ROUTE, whole, handler);
    return RouteConfig(whole)(target, key, descriptor);
  };
}

/**
 * Marks one of the few answers that a shared cache may keep: the same for everybody, sets and reads no cookie. Everything
 * else goes out as `private, no-store`.
 */
export const Cacheable = (cacheControl: string): MethodDecorator => routeConfig({ cacheControl });

/** Marks an answer that depends on nothing but its path, so that this node may encode it once for many requests. */
export const SharedAnswer = (): MethodDecorator => routeConfig({ shared: true });

/** Keeps the body of this route as bytes (`@RawBody()`); `@Body()` is undefined there. */
export const UnparsedBody = (): MethodDecorator => routeConfig({ rawBody: true });

/** Takes the fields of an HTML form as its body: for pages without JavaScript. */
export const FormDoor = (): MethodDecorator => routeConfig({ form: true });

/** Marks a door of the crowd: its method is called straight from Fastify (hot-doors.ts). */
export const HotDoor = (): MethodDecorator => (target, key, descriptor) =>
  routeConfig({ hotDoor: { controller: target.constructor as Type, method: String(key) } })(target, key, descriptor);

/** Takes bodies of up to 8 MiB, such as lists of codes. */
export const LargeBody = (authority: Type<BodyAuthority>): MethodDecorator => routeConfig({ largeBody: { authority } });
