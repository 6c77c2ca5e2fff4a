import { hash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { rememberedCaller } from '../http/caller.js';
import { idempotencyKeyOf, isUnsafe, keepsOwnKeys } from '../http/idempotency-key.js';
import { declaresBody, expectNoFields } from '../http/no-fields.js';
import { ProblemError } from '../problem/problem.js';
import { Tokens } from '../tokens/tokens.js';
import { bodyHash, IdempotencyService } from './idempotency.service.js';
import { type Repeat, repeatOf } from './repeated-by.js';

/** What is kept of a finished call. */
interface Kept {
  status: number;
  /** The resource, where a repeat reads it. */
  id?: string;
  /** The answer, where a repeat gets it again. */
  body?: unknown;
}
type Doors = Record<string, (id: string, request: FastifyRequest) => Promise<unknown>>;

/**
 * What holds for every unsafe call: one that declares no body takes no fields, and one of staff or a partner runs once
 * per Idempotency-Key, unless its route keeps the keys itself. Must be the outermost interceptor: a repeat is not
 * audited again. First answers are kept sealed, because some show a secret only once.
 */
@Injectable()
export class UnsafeCalls implements NestInterceptor {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly tokens: Tokens,
    private readonly modules: ModuleRef,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isUnsafe(request.method)) return next.handle();
    const handler = context.getHandler();
    const { rawBody, form } = request.routeOptions.config;
    if (!rawBody && !form && !declaresBody(context.getClass(), handler.name)) expectNoFields(request);
    const key = idempotencyKeyOf(request);
    const caller = rememberedCaller(request);
    if (key === null || caller === null || keepsOwnKeys(handler)) return next.handle();
    // keyed: bodies of some calls are passwords
    const digest = this.tokens.mac('answer', digestOf(request));
    return from(this.once(context, next, { scope: scopeOf(caller, request), key, hash: digest }));
  }

  private async once(
    context: ExecutionContext,
    next: CallHandler,
    call: { scope: string; key: string; hash: string },
  ): Promise<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const repeat = repeatOf(context.getHandler());
    const act = (): Promise<unknown> => lastValueFrom(next.handle(), { defaultValue: undefined });
    const first: { answer?: unknown } = {};
    const sealed = await this.idempotency.once(call, async () => {
      first.answer = await act();
      return this.tokens.seal('answer', JSON.stringify(keptOf(repeat, reply.statusCode, first.answer)));
    });
    if ('answer' in first) return first.answer;
    const { status, id, body } = this.opened(sealed);
    void reply.status(status);
    if (repeat.kind === 'again') return await act();
    return repeat.kind === 'read' ? await this.read(context, repeat.by, id) : body;
  }

  private async read(context: ExecutionContext, by: string, made: string | undefined): Promise<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { id = made ?? '' } = request.params as { id?: string };
    const doors = this.modules.get<Type, Doors>(context.getClass(), { strict: false });
    return await doors[by]?.(id, request);
  }

  private opened(sealed: string): Kept {
    try {
      return JSON.parse(this.tokens.open('answer', sealed)) as Kept;
    } catch {
      const detail = 'ROPELINE_SECRET has changed since. Read what the request was about instead.';
      throw new ProblemError('IDEMPOTENCY_ANSWER_LOST', { detail });
    }
  }
}

function keptOf(repeat: Repeat, status: number, body: unknown): Kept {
  if (repeat.kind === 'first_answer') return { status, body };
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  return repeat.kind === 'read' && typeof id === 'string' ? { status, id } : { status };
}

/** The path is hashed: it may be longer than an index entry. */
function scopeOf(caller: string, { method, url }: FastifyRequest): string {
  const [path = ''] = url.split('?', 1);
  return `door:${caller}:${hash('sha256', `${method} ${path}`, 'base64url')}`;
}

/** Covers the query too, because some calls take their parameters there. */
function digestOf({ body, rawBody, query }: FastifyRequest): string {
  return bodyHash({ body: rawBody === undefined ? (body ?? {}) : hash('sha256', rawBody, 'base64url'), query });
}
