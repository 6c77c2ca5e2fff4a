// usage: npm run map-frames [-- --throttle 4 --seconds 5]        Frame rate of the seat map on a slow phone.
// Draws a house of 60,000 seats in headless Chromium with a throttled CPU and pans and zooms it by touch and wheel
// while seats change colour four times a second. Informational only, because shared machines have slow phases.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium } from './lib/chromium.mjs';
import { program } from './lib/program.mjs';
import { Refusal } from './lib/refusal.mjs';
import { ROOT } from './lib/run.mjs';

const PHONE = { width: 390, height: 844 };
const COLOURS_EVERY_MS = 250;
/** Wheel distance from the whole house to roughly this many seats in the phone's view. */
const VIEWS = [
  { name: 'whole house, sections', wheel: 0 },
  { name: '5,000 seats in view', wheel: -540 },
  { name: '1,000 seats, with numbers', wheel: -780 },
];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

const { values } = parseArgs({
  options: { throttle: { type: 'string', default: '4' }, seconds: { type: 'string', default: '5' } },
});
const [throttle, seconds] = [Number(values.throttle), Number(values.seconds)];

async function bundle(folder) {
  const { build } = await import('vite');
  await build({
    root: path.join(ROOT, 'web', 'map-frames'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true, modulePreload: false },
  });
}

/** Serves files through request interception: the page needs no server. */
async function serve(page, folder) {
  await page.route('http://map.test/**', (route) => {
    const name = new URL(route.request().url()).pathname;
    return route.fulfill({ path: path.join(folder, name === '/' ? 'index.html' : name) });
  });
  await page.goto('http://map.test/');
}

async function measure(page, { wheel }) {
  const [x, y] = [PHONE.width / 2, PHONE.height / 2];
  await page.mouse.move(x, y);
  await page.keyboard.press('0');
  await page.keyboard.down('Control');
  if (wheel !== 0) await page.mouse.wheel(0, wheel);
  await page.keyboard.up('Control');
  await page.waitForTimeout(1_000);
  await page.evaluate((everyMs) => {
    let turn = 0;
    window.colours = setInterval(() => window.mapFrames.changeColours((turn += 1)), everyMs);
    window.frames = window.mapFrames.recordFrames();
  }, COLOURS_EVERY_MS);
  await page.mouse.down();
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
    const phase = (end - Date.now()) / 400;
    await page.mouse.move(x + 120 * Math.sin(phase), y + 160 * Math.cos(phase));
  }
  await page.mouse.up();
  const frames = await page.evaluate(() => {
    clearInterval(window.colours);
    return window.frames();
  });
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const total = frames.reduce((sum, ms) => sum + ms, 0);
  return { perSecond: (frames.length * 1_000) / total, best: bestSecond(frames), median: at(0.5), p95: at(0.95) };
}

/** Returns the most frames within one second: the map's rate without contention for the processor. */
function bestSecond(frames) {
  let [best, from, ms] = [0, 0, 0];
  for (const [to, frame] of frames.entries()) {
    ms += frame;
    while (ms > 1_000) ms -= frames[from++];
    best = Math.max(best, to - from + 1);
  }
  return best;
}

await program(async ({ step }) => {
  const chromium = await ensureChromium(step);
  if (!chromium) throw new Refusal('No Chromium: install it or set CHROMIUM_PATH.');
  const playwright = await import('playwright-core');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-map-'));
  const browser = await playwright.chromium.launch({ executablePath: chromium, args: FLAGS });
  try {
    await step('Building the page', () => bundle(folder));
    const page = await browser.newPage({ viewport: PHONE, deviceScaleFactor: 2 });
    await serve(page, folder);
    await page.locator('canvas').focus();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    console.log(`60,000 seats, ${PHONE.width} × ${PHONE.height} at twice the pixels, processor ${throttle} × slower`);
    for (const view of VIEWS) {
      const { perSecond, best, median, p95 } = await measure(page, view);
      const figures = `${perSecond.toFixed(1)} frames/s, ${best} in its best second`;
      console.log(
        `  ${view.name.padEnd(26)} ${figures}; a frame ${median.toFixed(0)} ms, 95 % within ${p95.toFixed(0)} ms`,
      );
    }
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
