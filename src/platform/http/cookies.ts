import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import type { HotReply } from './hot-request.js';

export interface CookieTerms {
  maxAgeSeconds: number;
  /** Lax for fans, who arrive through links; Strict for staff. */
  sameSite: 'lax' | 'strict';
}

const LONGEST_HEADER = 8_192;

/** Host-only, HttpOnly cookies: `__Host-` and Secure under https, plain on a demo's loopback address. */
@Injectable()
export class Cookies {
  private readonly prefix: string;
  private readonly scopedPrefix: string;
  private readonly secure: string;
  private readonly scope: string;

  constructor(config: Config) {
    const secure = config.publicUrl.startsWith('https://');
    this.prefix = secure ? '__Host-' : '';
    this.scopedPrefix = secure ? '__Secure-' : '';
    this.secure = `; HttpOnly${secure ? '; Secure' : ''}`;
    this.scope = `; Path=/${this.secure}`;
  }

  set(reply: Pick<HotReply, 'header'>, name: string, value: string, { maxAgeSeconds, sameSite }: CookieTerms): void {
    const site = sameSite === 'lax' ? 'Lax' : 'Strict';
    const terms = `; Max-Age=${maxAgeSeconds}${this.scope}; SameSite=${site}`;
    void reply.header('set-cookie', `${this.prefix}${name}=${encodeURIComponent(value)}${terms}`);
  }

  /** Sets a cookie scoped to one path, so that a browser can keep several of the same name. */
  setScoped(reply: FastifyReply, name: string, value: string, terms: CookieTerms & { path: string }): void {
    const site = terms.sameSite === 'lax' ? 'Lax' : 'Strict';
    const scope = `; Max-Age=${terms.maxAgeSeconds}; Path=${terms.path}${this.secure}; SameSite=${site}`;
    void reply.header('set-cookie', `${this.scopedPrefix}${name}=${encodeURIComponent(value)}${scope}`);
  }

  clear(reply: FastifyReply, name: string): void {
    void reply.header('set-cookie', `${this.prefix}${name}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT${this.scope}`);
  }

  /** Returns the first cookie of that name; null if there is none or it cannot be decoded. */
  read(request: Pick<FastifyRequest, 'headers'>, name: string): string | null {
    return valueOf(request, `${this.prefix}${name}`);
  }

  readScoped(request: Pick<FastifyRequest, 'headers'>, name: string): string | null {
    return valueOf(request, `${this.scopedPrefix}${name}`);
  }
}

function valueOf({ headers: { cookie } }: Pick<FastifyRequest, 'headers'>, name: string): string | null {
  if (cookie === undefined || cookie.length > LONGEST_HEADER) return null;
  const wanted = `${name}=`;
  const pair = cookie
    .split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(wanted));
  if (pair === undefined) return null;
  try {
    return decodeURIComponent(pair.slice(wanted.length));
  } catch {
    return null;
  }
}
