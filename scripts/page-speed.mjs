// usage: npm run page-speed -- <address of a running node> <path> …     CHROMIUM_PATH names another browser
// Measures first visits to pages on a slow phone and network; prints a Markdown table.
import { chromium } from 'playwright-core';
import { findChromium } from './lib/chromium.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** 4× slower CPU, 1.6 Mbit/s down, 150 ms round trip. */
const CPU_SLOWER = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };
const RUNS = 3;
/** Quiet time after the last relevant paint, when pages send no further requests on their own. */
const SETTLED_MS = 2_500;

const observe = `
  window.__speed = { lcp: 0, shift: 0 };
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.__speed.lcp = entry.startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__speed.shift += entry.value; })
    .observe({ type: 'layout-shift', buffered: true });`;

async function visit(browser, address) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(address, { waitUntil: 'load', timeout: 60_000 });
  await page.waitForTimeout(SETTLED_MS);
  const seen = await page.evaluate('window.__speed');
  await context.close();
  return { ...seen, bytes };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const [base, ...paths] = process.argv.slice(2);
if (!base || paths.length === 0) {
  console.error('usage: npm run page-speed -- http://localhost:3000 / /s/arena-night /s/arena-night/line /verify');
  process.exit(1);
}
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
console.log('| page | LCP, ms | layout shift | kB over the line |\n|---|---|---|---|');
for (const path of paths) {
  const visits = [];
  for (let run = 0; run < RUNS; run += 1) visits.push(await visit(browser, new URL(path, base).href));
  const of = (name) => median(visits.map((each) => each[name]));
  console.log(
    `| \`${path}\` | ${Math.round(of('lcp'))} | ${of('shift').toFixed(3)} | ${Math.round(of('bytes') / 1_000)} |`,
  );
}
await browser.close();
