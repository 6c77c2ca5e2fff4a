import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { freePort } from '../../scripts/lib/ports.mjs';
import { type Start, start } from '../support/start.js';

jest.setTimeout(120_000);

describeInBrowser('the demo that npm start gives', () => {
  let dataDir: string;
  let address: string;
  let run: Start;
  let browser: Browser;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'ropeline-page-'));
    const port = String(await freePort());
    address = `http://127.0.0.1:${port}/`;
    run = start({ PORT: port, ROPELINE_DATA_DIR: dataDir });
    [browser] = await Promise.all([launchBrowser(), run.ready()]);
  });

  afterAll(async () => {
    await browser.close();
    run.child.kill('SIGTERM');
    await run.ended;
    await rm(dataDir, { recursive: true, force: true });
  });

  it('shows a sale that one can go to, without an error in the console', async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('console', (message) => (message.type() === 'error' ? errors.push(message.text()) : undefined));
    page.on('pageerror', (error) => errors.push(error.message));

    await page.goto(address);
    await page.locator('a[href*="/s/"]').first().click();
    await page.waitForURL(/\/s\/[\w-]+/);
    expect(await page.locator('h1').first().innerText()).not.toBe('');
    expect(errors).toEqual([]);
  });
});
