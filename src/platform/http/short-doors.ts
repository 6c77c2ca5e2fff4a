import type { Type } from '@nestjs/common';
import { HEADERS_METADATA, HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { argumentsOf, bodyTypeOf, refuseSkipped, started, validation } from './hot-arguments.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { refuseUnreadable } from './readable-requests.js';
import type { HotDoorTerms } from './route-config.js';
import type { ShortDoor } from './short-way.js';
import { BoundedMap } from '../cache/bounded-map.js';

type Door = Record<string, (...args: unknown[]) => unknown>;
type ParseJson = (text: string) => unknown;
interface Tools {
  find: (type: Type) => object;
  parse: ParseJson;
}

/** Kept bodies of one door; the bound is against made-up ones. */
const MAX_KEPT = 1_000;
const MAX_KEPT_CHARACTERS = 300;

/** Makes a hot door that is called without the router: with the same arguments, and refusals in the same order. */
export function shortDoorOf(
  { method: verb, url: route, config }: RouteOptions,
  { controller, method, sameBodies }: HotDoorTerms & { controller: Type; method: string },
  { find, parse }: Tools,
): ShortDoor {
  const callback = (controller.prototype as Door)[method] as object;
  refuseSkipped(controller, callback, method);
  const bodyType = bodyTypeOf(controller, method);
  const isPlain = !Reflect.hasMetadata(HEADERS_METADATA, callback) && config?.cacheControl === undefined;
  const isUsual = verb === (bodyType ? 'POST' : 'GET');
  if (!isPlain || !isUsual) throw new Error(`${controller.name}.${method} cannot be served without the router`);
  const args = argumentsOf(controller, method);
  let instance: Door | null = null;
  return {
    method: bodyType ? 'POST' : 'GET',
    route,
    status: (Reflect.getMetadata(HTTP_CODE_METADATA, callback) as number | undefined) ?? (bodyType ? 201 : 200),
    read: bodyType && readerOf(bodyType, parse, sameBodies === true),
    call: (request, reply) => {
      instance ??= find(controller) as Door;
      if (bodyType) idempotencyKeyOf(request);
      const values = args.map((argument) => started(argument(request as FastifyRequest, reply as FastifyReply)));
      const run = instance[method] as (...given: unknown[]) => unknown;
      if (!values.some((value) => value instanceof Promise)) return run.apply(instance, values);
      return Promise.all(values).then((given) => run.apply(instance, given));
    },
  };
}

/** Returns a parser with Fastify's protection against poisoned prototypes. */
export function jsonParserOf(fastify: FastifyInstance): ParseJson {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (text) => {
    let parsed: unknown;
    void parse(undefined as never, text, (error, value) => {
      if (error) throw error;
      parsed = value;
    });
    return parsed;
  };
}

/** Returns a valid body as an instance of its class, or a promise that rejects with what is wrong with it. */
function readerOf(type: Type, parse: ParseJson, keeps: boolean): NonNullable<ShortDoor['read']> {
  const kept = new BoundedMap<string, object>(MAX_KEPT);
  return (text) => {
    const known = kept.get(text);
    if (known) return known;
    const plain = parse(text);
    refuseUnreadable(plain);
    const valid = started(validation.check(plain, type, 'body'));
    if (keeps && text.length <= MAX_KEPT_CHARACTERS && valid instanceof type) kept.set(text, frozen(valid as object));
    return valid;
  };
}

/** A body that is kept belongs to many requests. */
function frozen(value: object): object {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) frozen(inner as object);
  return Object.freeze(value);
}
