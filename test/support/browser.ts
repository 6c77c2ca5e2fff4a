import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/lib/chromium.mjs';
import { until } from './system.js';

const executablePath = findChromium();

const ARGUMENTS = [
  '--no-sandbox', // containers lack the privileges the sandbox needs
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `describe`, skipped without Chromium; `npm test` reports that, and fails under CI=true. */
export const describeInBrowser = executablePath ? describe : describe.skip;

/** Launches headless Chromium from CHROMIUM_PATH, else from PATH. */
export function launchBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error('Chromium not found: wrap the spec in describeInBrowser');
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}

/**
 * Waits until an expression is true in the page. Playwright's `waitForFunction` cannot: from its second try on it calls
 * eval, which our content security policy refuses, so that it fails wherever the first try is too early.
 */
export async function untilTrue(page: Page, what: string, expression: string): Promise<void> {
  await until(what, () => page.evaluate<boolean>(expression));
}
