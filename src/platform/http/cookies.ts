import '@fastify/cookie'; // adds cookies to Fastify's types
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';

export interface CookieTerms {
  maxAgeSeconds: number;
  /** Lax for fans, who arrive by links; Strict for staff. */
  sameSite: 'lax' | 'strict';
}

/** Host-only, HttpOnly cookies: `__Host-` and Secure under https, plain on the loopback address of a demo. */
@Injectable()
export class Cookies {
  private readonly secure: boolean;

  constructor(config: Config) {
    this.secure = config.publicUrl.startsWith('https://');
  }

  set(reply: FastifyReply, name: string, value: string, terms: CookieTerms): void {
    void reply.setCookie(this.nameOf(name), value, {
      path: '/',
      httpOnly: true,
      secure: this.secure,
      sameSite: terms.sameSite,
      maxAge: terms.maxAgeSeconds,
    });
  }

  clear(reply: FastifyReply, name: string): void {
    void reply.clearCookie(this.nameOf(name), { path: '/', httpOnly: true, secure: this.secure });
  }

  read(request: FastifyRequest, name: string): string | null {
    return request.cookies[this.nameOf(name)] ?? null;
  }

  private nameOf(name: string): string {
    return this.secure ? `__Host-${name}` : name;
  }
}
