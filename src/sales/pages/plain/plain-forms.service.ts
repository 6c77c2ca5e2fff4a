import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { placeCookie } from '../../../contract/line/place-shapes.js';
import { Config } from '../../../platform/config/config.js';
import { Cookies } from '../../../platform/http/cookies.js';
import { isForeignPage } from '../../../platform/http/same-origin.js';
import { ProblemError } from '../../../platform/problem/problem.js';
import { Tokens } from '../../../platform/tokens/tokens.js';

const KEY_BYTES = 24;

/**
 * CSRF protection of forms without JavaScript, which act on the device's cookie: only our own pages know the matching
 * token.
 */
@Injectable()
export class PlainForms {
  constructor(
    private readonly cookies: Cookies,
    private readonly tokens: Tokens,
    private readonly config: Config,
  ) {}

  /** Returns this device's place in a sale; null if it has none. */
  placeOf(request: FastifyRequest, saleId: string): string | null {
    return this.cookies.read(request, placeCookie(saleId));
  }

  /** @param owner what the form acts for: a place token, or an order's access token */
  tokenOf(owner: string): string {
    return this.tokens.mac('csrf', 'form', owner);
  }

  /** Generates an idempotency key, so that a form sent twice counts once. */
  newKey(): string {
    return randomBytes(KEY_BYTES).toString('base64url');
  }

  isTokenOf(owner: string, token: string): boolean {
    const expected = Buffer.from(this.tokenOf(owner));
    const given = Buffer.from(token);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  refuseForeign({ headers }: FastifyRequest): void {
    // old browsers send `Origin: null` from pages that hide their address; there the form's token suffices
    const { origin, ...others } = headers;
    if (isForeignPage(origin === 'null' ? others : headers, this.config.publicUrl))
      throw new ProblemError('FORBIDDEN_ORIGIN');
  }

  /** Returns the place that a form acts for; throws unless the form came from one of our own pages. */
  actingPlace(request: FastifyRequest, saleId: string, token: string): string {
    this.refuseForeign(request);
    const place = this.placeOf(request, saleId);
    if (place === null) throw new ProblemError('PLACE_TOKEN_REQUIRED');
    if (!this.isTokenOf(place, token)) throw new ProblemError('CSRF_REQUIRED');
    return place;
  }
}
