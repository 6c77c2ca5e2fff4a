import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import type { WebhookBody } from '../../../src/contract/partners/webhook-events.js';
import { startNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { saleBody, withKey } from '../admin/staff-client.js';
import { newPartner } from './partner-client.js';
import { waitUntil, WebhookBench } from './webhook-bench.js';

const { ROPELINE_PYTHON: python = '', ROPELINE_PYTHON_MISSING: missing = 'npm test sets ROPELINE_PYTHON' } =
  process.env;
const run = promisify(execFile);

/** Returns the Python examples of a document. */
async function examplesOf(file: string): Promise<string[]> {
  const page = await readFile(file, 'utf8');
  return [...page.matchAll(/```python\n([\s\S]*?)```/g)].map(([, block = '']) => block);
}

interface Line {
  kind: string;
  url?: string;
  event?: WebhookBody;
  forgery_refused?: boolean;
  sent?: number;
}

/** A receiver in Python, and every line that it printed. */
class PythonReceiver {
  readonly lines: Line[] = [];
  private readonly child: ChildProcess;

  constructor(secret: string, verify: string) {
    const env = { PATH: process.env.PATH ?? '', WEBHOOK_SECRET: secret, VERIFY: verify };
    this.child = spawn(python, ['test/support/python/receiver.py'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    if (!this.child.stdout) throw new Error('no output');
    createInterface(this.child.stdout).on('line', (line) => this.lines.push(JSON.parse(line) as Line));
  }

  async url(): Promise<string> {
    await waitUntil(() => this.lines.length > 0);
    return this.lines[0]?.url ?? '';
  }

  stop(): void {
    this.child.kill();
  }
}

if (python === '') it.skip(`Python clients are not tested: ${missing}`, () => undefined);
else {
  describe('a partner that writes Python', () => {
    it('sells by a client that openapi-python-client generates from the document', async () => {
      const node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
      const folder = resolve('node_modules/.cache', `ropeline-python-${process.pid}`);
      await mkdir(folder, { recursive: true });
      try {
        const partner = await newPartner(node, ['sales:read', 'holds:write', 'orders:write']);
        await allotted(withKey(node), partner.id);
        const generator = ['-m', 'openapi_python_client', 'generate', '--meta', 'none', '--output-path', 'ropeline'];
        await run(python, [...generator, '--url', `${node.url}/v1/openapi.json`], { cwd: folder });
        await writeFile(join(folder, 'sell.py'), (await examplesOf('docs/partners.md')).join('\n'));
        await run(python, ['-m', 'compileall', '-q', '.'], { cwd: folder });
        const env = { ROPELINE_URL: node.url, ROPELINE_API_KEY: partner.key };
        const { stdout } = await run(python, ['sell.py'], { cwd: folder, env });
        expect(stdout).toMatch(/^paid \['.+', '.+'\]\n$/);
      } finally {
        await rm(folder, { recursive: true, force: true });
        await node.close();
      }
    }, 120_000);

    describe('receives webhooks', () => {
      const bench = new WebhookBench();
      const secret = `whsec_${Buffer.from('a secret of this spec, 32 bytes.').toString('base64')}`;
      let receiver: PythonReceiver;

      beforeAll(async () => {
        const [verify = ''] = await examplesOf('docs/webhooks.md');
        receiver = new PythonReceiver(secret, verify);
        await bench.start(await receiver.url());
      }, 60_000);
      afterAll(async () => {
        receiver.stop();
        await bench.stop();
      });

      const kept = () => receiver.lines.flatMap(({ event }) => event ?? []);

      it('without a gap while it drops, delays, refuses, loses answers, hangs and never stops answering', async () => {
        await bench.webhooks.create({ url: `${await receiver.url()}/wild` }, undefined, secret);
        const before = await bench.lastSequence();
        for (let n = 0; n < 12; n += 1) await bench.happen(`ord_python_${n}`);
        await bench.relayAll();
        const sequences = () => [...new Set(kept().map(({ sequence }) => sequence))].sort((a, b) => a - b);
        for (let round = 0; round < 60 && sequences().length < 12; round += 1) {
          await bench.passTime();
          await bench.deliver();
        }
        expect(sequences()).toEqual(Array.from({ length: 12 }, (_, n) => before + n + 1));
        for (const { sequence, previousSequence } of kept())
          expect(previousSequence).toBe(sequence === 1 ? null : sequence - 1);
        expect(kept().length).toBeGreaterThan(12); // lost answers were sent again, with the same id
        expect(new Set(kept().map(({ id }) => id)).size).toBe(12);
        expect(receiver.lines.filter((line) => line.event && line.forgery_refused !== true)).toEqual([]);
        await waitUntil(() => receiver.lines.some(({ kind }) => kind === 'flood'));
        for (const { sent = 0 } of receiver.lines) expect(sent).toBeLessThan(64e6);
      }, 60_000);

      it('no more once it has answered 410, and nothing is lost', async () => {
        await bench.clear();
        const made = await bench.webhooks.create({ url: `${await receiver.url()}/gone` }, undefined, secret);
        if (made.kind !== 'created') throw new Error(made.kind);
        await bench.happen('ord_gone');
        await bench.relayAll();
        await bench.deliver();
        const { id } = made.endpoint;
        expect(await bench.webhooks.read(id)).toMatchObject({ state: 'disabled', disabledReason: 'gone' });
        const missed = (await bench.messages.list(id, { state: 'skipped' }))?.messages ?? [];
        expect(missed.map(({ type }) => type)).toContain('order.paid');
      });
    });
  });
}

/** Publishes the sale of the examples, with an allocation of 6 tickets for the partner. */
async function allotted(staff: ReturnType<typeof withKey>, partnerId: string): Promise<void> {
  const past = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const times = { prequeueAt: past(20), opensAt: past(10), challenge: 'off', slug: 'arena-night' };
  const { body: sale } = await staff<StaffSaleShape>('POST', '/v1/admin/sales', saleBody(times));
  const allocations = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 6 }];
  const channel = { key: 'club', label: 'Fan club', partnerId, allocations };
  expect((await staff('PUT', `/v1/admin/sales/${sale.id}/channels`, [channel])).status).toBe(200);
  expect((await staff('POST', `/v1/admin/sales/${sale.id}/publish`)).status).toBe(200);
}
