import { beforeAll, describe, expect, it } from '@jest/globals';
import { isSigned, readBarcode } from './barcode.js';
import { judge, nextBatch, type OfflineScan } from './door.rules.js';

let keys: CryptoKeyPair;
let jwk: JsonWebKey;
beforeAll(async () => {
  keys = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  jwk = { ...(await crypto.subtle.exportKey('jwk', keys.publicKey)), kid: 'k1' } as JsonWebKey;
});

async function barcode(ticketId = 'tkt_1', serial = 1): Promise<string> {
  const part = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
  const body = Uint8Array.from([1, serial >> 8, serial & 255, ...part('k1'), ...part(ticketId)]);
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', keys.privateKey, body));
  const text = btoa(String.fromCharCode(...body, ...signature));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
const ticket = { id: 'tkt_1', serial: 1, label: 'Standing', admittedAt: null, gate: null };

describe('a door without a network', () => {
  it('reads a barcode, and knows whether one of our keys made it', async () => {
    const read = readBarcode(await barcode('tkt_abc', 259));
    expect(read).toMatchObject({ keyId: 'k1', ticketId: 'tkt_abc', serial: 259 });
    if (!read) return;
    expect(await isSigned([jwk], 'k1', read.body, read.signature)).toBe(true);
    expect(await isSigned([jwk], 'k2', read.body, read.signature)).toBe(false);
    const forged = read.body.slice();
    forged[2] = 7;
    expect(await isSigned([jwk], 'k1', forged, read.signature)).toBe(false);
  });

  it('takes nothing else for a ticket', async () => {
    const one = await barcode();
    for (const text of ['', 'https://example.com', 'A', 'AAAA', one.slice(0, -4), `${one}AAAA`])
      expect(readBarcode(text)).toBeNull();
  });

  it('lets a ticket in once', async () => {
    const read = readBarcode(await barcode());
    expect(judge(read, true, ticket, undefined)).toEqual({ result: 'admitted', label: 'Standing' });
    const here = { at: '2027-01-01T19:00:00Z', gate: 'North' };
    expect(judge(read, true, ticket, here)).toMatchObject({ result: 'already', first: here });
    const there = { ...ticket, admittedAt: here.at, gate: 'South' };
    expect(judge(read, true, there, undefined)).toMatchObject({ result: 'already', first: { gate: 'South' } });
  });

  it('refuses a forged one, an older one, and one that the list does not have', async () => {
    const read = readBarcode(await barcode());
    expect(judge(read, false, ticket, undefined)).toEqual({ result: 'invalid' });
    expect(judge(null, true, ticket, undefined)).toEqual({ result: 'invalid' });
    expect(judge(read, true, { ...ticket, serial: 2 }, undefined)).toMatchObject({ result: 'void' });
    expect(judge(read, true, undefined, undefined)).toMatchObject({ result: 'void' });
  });

  it('hands its scans in by the hundred', () => {
    const scans = Array.from({ length: 130 }, (_, n) => ({ barcode: String(n) }) as OfflineScan);
    expect(nextBatch(scans)).toHaveLength(100);
    expect(nextBatch(scans)[0]?.barcode).toBe('0');
  });
});
