import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import type { Config } from '../../platform/config/config.js';
import { WalletPasses } from './wallet-passes.service.js';

/** A certificate chain of nobody's, made for this spec. */
const APPLE = 'test/support/fixtures/apple-pass.pem';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ticket = {
  saleId: 'sale_1',
  url: 'https://tickets.example/orders/ord_1',
  show: { name: 'Arena Night', venue: 'Arena', startsAt: '2027-05-01T18:00:00.000Z', timeZone: 'Europe/Berlin' },
  ticket: {
    id: 'tkt_1',
    label: 'Stalls, row 1, seat 12',
    ticketTypeId: 'tt_1',
    seatId: 'A-1-12',
    barcode: 'a-barcode',
  },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ropeline-wallet-'));
});
afterAll(() => rm(folder, { recursive: true }));

const passesWith = async (settings: Partial<Config>): Promise<WalletPasses> => {
  const none = { applePassFile: null, googleWalletFile: null, googleWalletIssuer: null };
  const passes = new WalletPasses({ ...none, publicUrl: 'https://tickets.example', ...settings } as Config);
  await passes.onModuleInit();
  return passes;
};

describe('passes for wallets', () => {
  it('are not offered where nothing is configured', async () => {
    const passes = await passesWith({});
    expect([passes.offered(), passes.appleOf(ticket), await passes.googleOf(ticket)]).toEqual([[], null, null]);
  });

  it('are signed for Apple Wallet with the barcode of the ticket', async () => {
    const passes = await passesWith({ applePassFile: APPLE });
    const pass = passes.appleOf(ticket) ?? Buffer.alloc(0);
    const text = pass.toString('latin1');
    for (const file of ['pass.json', 'manifest.json', 'signature', 'icon.png']) expect(text).toContain(file);
    expect(text).toContain('"passTypeIdentifier":"pass.example.spec"');
    expect(text).toContain('"teamIdentifier":"SPECTEAM01"');
    expect(text).toContain('"message":"a-barcode"');
    expect(passes.offered()).toEqual(['apple']);
  });

  it('go to Google Wallet in a link that the service account has signed', async () => {
    const file = path.join(folder, 'account.json');
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    await writeFile(file, JSON.stringify({ client_email: 'wallet@spec.example', private_key: key }));
    const passes = await passesWith({ googleWalletFile: file, googleWalletIssuer: '3388' });
    const url = (await passes.googleOf(ticket)) ?? '';
    const { payload } = await jwtVerify(url.split('/').at(-1) ?? '', publicKey, { audience: 'google' });
    expect(payload).toMatchObject({
      iss: 'wallet@spec.example',
      payload: { eventTicketObjects: [{ id: '3388.tkt_1', barcode: { value: 'a-barcode' } }] },
    });
  });

  it('stop the start when their file cannot be used', async () => {
    const file = path.join(folder, 'empty.pem');
    await writeFile(file, 'nothing');
    await expect(passesWith({ applePassFile: file })).rejects.toThrow('ROPELINE_APPLE_PASS_FILE');
    await expect(passesWith({ applePassFile: path.join(folder, 'none.pem') })).rejects.toThrow('cannot be used');
  });
});
