import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { placeCookie } from '../../contract/line/place-shapes.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { Cookies } from '../../platform/http/cookies.js';
import { ProblemError } from '../../platform/problem/problem.js';

const COOKIE_SECONDS = 30 * 24 * 3_600;

/** Manages the cookie by which a device recovers its place. */
@Injectable()
export class DeviceCookie {
  constructor(private readonly cookies: Cookies) {}

  private set(reply: FastifyReply, saleId: string, placeToken: string): void {
    this.cookies.set(reply, placeCookie(saleId), placeToken, { maxAgeSeconds: COOKIE_SECONDS, sameSite: 'lax' });
  }

  /** Replaces the cookie's token after it has changed, if the device holds the cookie of this place. */
  renew(request: FastifyRequest, reply: FastifyReply, saleId: string, placeToken: string): void {
    if (this.cookies.read(request, placeCookie(saleId)) === bearerOf(request, 'Place'))
      this.set(reply, saleId, placeToken);
  }
}

/** Returns the place token of `Authorization: Place …`; throws if there is none. */
export function placeTokenOf(request: Pick<FastifyRequest, 'headers'>): string {
  const token = bearerOf(request, 'Place');
  if (token === null) throw new ProblemError('PLACE_TOKEN_REQUIRED');
  return token;
}
