import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../platform/config/config.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { Cookies } from '../../platform/http/cookies.js';
import { isSameOrigin } from '../../platform/http/same-origin.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { OrderCredentials } from './orders.service.js';

const COOKIE = 'ropeline_order';
/** Tickets are looked at until the show, which may be a year ahead. */
const COOKIE_SECONDS = 400 * 86_400;
const READING = ['GET', 'HEAD'];

/**
 * Finds what a request shows for an order: a header, or the cookie that a page keeps instead of the access token. The
 * cookie is sent to the addresses of its own order only, and changes something only when our own page asks.
 */
@Injectable()
export class OrderCredentialsReader {
  constructor(
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  of(request: FastifyRequest): OrderCredentials {
    const pass = bearerOf(request, 'Bearer');
    const accessToken = bearerOf(request, 'Order');
    if (pass !== null || accessToken !== null) return { pass, accessToken };
    const kept = this.cookies.readScoped(request, COOKIE);
    if (kept !== null && !READING.includes(request.method) && !isSameOrigin(request.headers, this.config.publicUrl))
      throw new ProblemError('FORBIDDEN_ORIGIN');
    return { pass: null, accessToken: kept };
  }

  /** The cookie alone, for pages that cannot show a header. */
  kept(request: FastifyRequest): string | null {
    return this.cookies.readScoped(request, COOKIE);
  }

  /** For a page without JavaScript: sent to the order's page as well as to its papers. */
  keepForPage(reply: FastifyReply, orderId: string, accessToken: string): void {
    this.keep(reply, orderId, accessToken);
    const path = `/orders/${orderId}`;
    this.cookies.setScoped(reply, COOKIE, accessToken, { maxAgeSeconds: COOKIE_SECONDS, sameSite: 'lax', path });
  }

  keep(reply: FastifyReply, orderId: string, accessToken: string): void {
    const path = `/v1/orders/${orderId}`;
    this.cookies.setScoped(reply, COOKIE, accessToken, { maxAgeSeconds: COOKIE_SECONDS, sameSite: 'lax', path });
  }
}
