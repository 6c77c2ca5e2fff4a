import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { placeCookie } from '../../contract/place-shapes.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { Cookies } from '../../platform/http/cookies.js';
import { ProblemError } from '../../platform/problem/problem.js';

const COOKIE_SECONDS = 30 * 24 * 3_600;

/** The cookie by which a device gets the same place again. */
@Injectable()
export class DeviceCookie {
  constructor(private readonly cookies: Cookies) {}

  set(reply: FastifyReply, saleId: string, placeToken: string): void {
    this.cookies.set(reply, placeCookie(saleId), placeToken, { maxAgeSeconds: COOKIE_SECONDS, sameSite: 'lax' });
  }

  /** A place's token has changed: a device that has its cookie keeps the newer one. */
  renew(request: FastifyRequest, reply: FastifyReply, saleId: string, placeToken: string): void {
    if (this.cookies.read(request, placeCookie(saleId)) === bearerOf(request, 'Place'))
      this.set(reply, saleId, placeToken);
  }
}

/** The place token of `Authorization: Place …`. */
export function placeTokenOf(request: FastifyRequest): string {
  const token = bearerOf(request, 'Place');
  if (token === null) throw new ProblemError('PLACE_TOKEN_REQUIRED');
  return token;
}
