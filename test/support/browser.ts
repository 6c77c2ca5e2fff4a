import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/lib/chromium.mjs';

const executablePath = findChromium();

const ARGUMENTS = [
  '--no-sandbox', // in a container there is nobody to be protected from
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `describe`, skipped where there is no Chromium; `npm test` says so, and fails for it under CI=true. */
export const describeInBrowser = executablePath ? describe : describe.skip;

/** A headless Chromium: CHROMIUM_PATH, else the one on PATH. */
export function launchBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error('there is no Chromium here: wrap the spec in describeInBrowser');
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}
