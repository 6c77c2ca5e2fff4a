export interface PassClaims {
  iss: string;
  aud: string;
  sub: string;
  exp: number;
  lane: string;
  epoch: number;
}
export type PassCode = 'PASS_REQUIRED' | 'PASS_INVALID' | 'PASS_EXPIRED' | 'PASS_REVOKED' | 'UNAVAILABLE';
export type PassVerdict = { ok: true; claims: PassClaims } | { ok: false; code: PassCode };
export interface PassGate {
  check(pass: string | null | undefined): Promise<PassVerdict>;
}
export function createPassGate(options: {
  issuer: string;
  saleId: string;
  fetch?: typeof fetch;
  now?: () => number;
}): PassGate;
export function passOf(authorization: string | null | undefined, cookie: string | null | undefined): string | null;
export function statusOf(verdict: PassVerdict): 204 | 401 | 503;
