import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { Config } from '../config/config.js';
import { Cookies } from './cookies.js';

const cookies = (publicUrl: string): Cookies => new Cookies({ publicUrl } as Config);
const plain = cookies('http://localhost:3000');

function written(write: (reply: FastifyReply) => void): string {
  let header = '';
  write({ header: (_name: string, value: string) => (header = value) } as unknown as FastifyReply);
  return header;
}

describe('cookies', () => {
  it('are bound to the host and closed to scripts', () => {
    const set = (of: Cookies) =>
      written((reply) => of.set(reply, 'place_x', 'pl1.a~b', { maxAgeSeconds: 60, sameSite: 'lax' }));
    expect(set(plain)).toBe('place_x=pl1.a~b; Max-Age=60; Path=/; HttpOnly; SameSite=Lax');
    expect(set(cookies('https://t.example'))).toBe(
      '__Host-place_x=pl1.a~b; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    expect(written((reply) => plain.clear(reply, 'place_x'))).toContain('place_x=; Expires=Thu, 01 Jan 1970');
  });

  it('are read by their whole name, the first one of several', () => {
    const read = (cookie?: string) => plain.read({ headers: cookie === undefined ? {} : { cookie } }, 'place_x');
    expect(read('a=1; place_x=one; place_x=two')).toBe('one');
    expect(read('place_x=a%7Eb')).toBe('a~b');
    for (const none of [undefined, '', ';;=', 'xplace_x=1', 'place_xy=1', 'place_x', 'place_x=%ff'])
      expect(read(none)).toBeNull();
    expect(cookies('https://t.example').read({ headers: { cookie: 'place_x=1' } }, 'place_x')).toBeNull();
  });
});
