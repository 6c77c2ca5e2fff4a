import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { CACHE_CONTROL } from './cacheable.js';

/** Says of every answer whether it may be kept, before the handler runs, so that a handler may still say it more exactly. */
@Injectable()
export class CacheInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const cacheControl = this.reflector.get<string | undefined>(CACHE_CONTROL, context.getHandler());
    void context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .header('cache-control', cacheControl ?? 'private, no-store');
    return next.handle();
  }
}
