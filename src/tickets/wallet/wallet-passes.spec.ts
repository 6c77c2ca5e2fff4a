import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import type { Config } from '../../platform/config/config.js';
import type { WalletTicket } from './wallet.types.js';
import { WalletPasses } from './wallet-passes.service.js';

/** Self-made certificate chain for this spec. */
const APPLE = 'test/support/fixtures/apple-pass.pem';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ticket: WalletTicket = {
  language: 'de',
  count: [1, 2],
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

/** Reads the files of a zip archive by its central directory. */
function storedFiles(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const head = zip.readUInt32LE(at + 42);
    const data = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28);
    const bytes = zip.subarray(data, data + size);
    files.set(zip.toString('utf8', at + 46, at + 46 + name), method === 0 ? bytes : inflateRawSync(bytes));
    at += 46 + name + extra + comment;
  }
  return files;
}

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
    const written = JSON.parse(String(storedFiles(pass).get('pass.json'))) as Record<string, unknown>;
    expect(written).toMatchObject({
      description: 'Arena Night: Stalls, Reihe 1, Platz 12',
      eventTicket: {
        secondaryFields: [{ label: 'Beginn' }],
        auxiliaryFields: [{ label: 'Ticket 1 von 2', value: 'Stalls, Reihe 1, Platz 12' }],
        backFields: [{ label: 'Bestellung' }],
      },
    });
  });

  it('are signed over every file of theirs, as OpenSSL finds, and no longer once a file was changed', async () => {
    const pass = (await passesWith({ applePassFile: APPLE })).appleOf(ticket) ?? Buffer.alloc(0);
    const files = storedFiles(pass);
    const manifest = JSON.parse(String(files.get('manifest.json'))) as Record<string, string>;
    const digests = [...files].filter(([name]) => name !== 'manifest.json' && name !== 'signature');
    expect(Object.fromEntries(digests.map(([name, bytes]) => [name, hash('sha1', bytes)]))).toEqual(manifest);
    const verify = async (content: Buffer): Promise<number | null> => {
      const [signature, text] = [path.join(folder, 'signature'), path.join(folder, 'manifest.json')];
      await writeFile(signature, files.get('signature') ?? '');
      await writeFile(text, content);
      // the chain is not verified, because Apple's root is absent here; the signer's certificate is the one in the file
      const terms = ['-verify', '-binary', '-inform', 'DER', '-in', signature, '-content', text, '-noverify'];
      return spawnSync('openssl', ['cms', ...terms, '-out', path.join(folder, 'out')]).status;
    };
    const signed = files.get('manifest.json') ?? Buffer.alloc(0);
    expect(await verify(signed)).toBe(0);
    expect(await verify(Buffer.concat([signed, Buffer.from(' ')]))).not.toBe(0);
  });

  it('go to Google Wallet in a link that the service account has signed', async () => {
    const file = path.join(folder, 'account.json');
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    await writeFile(file, JSON.stringify({ client_email: 'wallet@spec.example', private_key: key }));
    const passes = await passesWith({ googleWalletFile: file, googleWalletIssuer: '3388' });
    const url = (await passes.googleOf(ticket)) ?? '';
    const german = { defaultValue: { language: 'de', value: 'Stalls, Reihe 1, Platz 12' } };
    const { payload } = await jwtVerify(url.split('/').at(-1) ?? '', publicKey, { audience: 'google' });
    expect(payload).toMatchObject({
      iss: 'wallet@spec.example',
      payload: {
        eventTicketObjects: [
          {
            id: expect.stringMatching(/^3388\.tkt_1-[0-9a-f]{12}$/),
            barcode: { value: 'a-barcode' },
            ticketType: german,
          },
        ],
      },
    });
  });

  it('stop the start when their file cannot be used', async () => {
    const file = path.join(folder, 'empty.pem');
    await writeFile(file, 'nothing');
    await expect(passesWith({ applePassFile: file })).rejects.toThrow('ROPELINE_APPLE_PASS_FILE');
    await expect(passesWith({ applePassFile: path.join(folder, 'none.pem') })).rejects.toThrow('cannot be used');
  });
});
