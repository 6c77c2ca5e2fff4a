import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../platform/config/config.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { Cookies } from '../../platform/http/cookies.js';
import { isSameOrigin } from '../../platform/http/same-origin.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { OrderCredentials } from './orders.service.js';

const COOKIE = 'ropeline_order';
/** Tickets must stay readable until the show, which may be a year ahead. */
const COOKIE_SECONDS = 400 * 86_400;
const READING = ['GET', 'HEAD'];

/**
 * Reads a request's credentials for an order: a header, or the cookie that replaces the access token on pages. The
 * cookie is scoped to its order's paths, and authorises changes only for requests from our own pages.
 */
@Injectable()
export class OrderCredentialsReader {
  constructor(
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  of(request: Pick<FastifyRequest, 'headers' | 'method'>): OrderCredentials {
    const pass = bearerOf(request, 'Bearer');
    const accessToken = bearerOf(request, 'Order');
    if (pass !== null || accessToken !== null) return { pass, accessToken };
    const kept = this.cookies.readScoped(request, COOKIE);
    if (kept !== null && !READING.includes(request.method) && !isSameOrigin(request.headers, this.config.publicUrl))
      throw new ProblemError('FORBIDDEN_ORIGIN');
    return { pass: null, accessToken: kept };
  }

  /** Reads the cookie only, for page loads, which cannot send a header. */
  kept(request: FastifyRequest): string | null {
    return this.cookies.readScoped(request, COOKIE);
  }

  /** For pages without JavaScript: scopes the cookie to the order's page as well as to its documents. */
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
