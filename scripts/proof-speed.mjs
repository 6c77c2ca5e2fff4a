// usage: npm run proof-speed -- <page of a sale with challenge "on">     CHROMIUM_PATH names another browser
// Measures how long a phone works on the proof of a join: the CPU time of the page's process, from the challenge to the join,
// times 4. The throttle of the developer tools slows the main thread alone, neither the worker nor the cryptography beside it;
// CPU time counts all three, and nothing else that the machine does.
import { chromium } from 'playwright-core';
import { findChromium } from './lib/chromium.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const CPU_SLOWER = 4;
/** Fewer than the places of one network (30) beyond which a challenge is harder. */
const RUNS = 25;

const renderersMs = async (session) => {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return renderers.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0);
};

async function join(browser, session, address) {
  const context = await browser.newContext(PHONE);
  try {
    const page = await context.newPage();
    await page.goto(address, { waitUntil: 'networkidle' });
    const isJoin = (request) => request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/places');
    const challenged = page.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith('/challenge'));
    const solved = page.waitForRequest((request) => isJoin(request) && /"challenge"/.test(request.postData() ?? ''));
    await page.locator('main button.button-main').first().press('Enter');
    await challenged;
    const [began, from] = [await renderersMs(session), performance.now()];
    await solved;
    const [cpu, wall] = [(await renderersMs(session)) - began, performance.now() - from];
    return { cpu, wall };
  } finally {
    await context.close();
  }
}

const [address] = process.argv.slice(2);
if (!address) {
  console.error('usage: npm run proof-speed -- http://localhost:3000/s/<slug>');
  process.exit(1);
}
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
const session = await browser.newBrowserCDPSession();
const runs = [];
for (let run = 0; run < RUNS; run += 1) runs.push(await join(browser, session, address));
await browser.close();
const of = (name, share) => [...runs].sort((a, b) => a[name] - b[name])[Math.floor((RUNS - 1) * share)][name];
console.log('| | half of the joins | 95 % | slowest |\n|---|---|---|---|');
const row = (what, name, times) =>
  console.log(`| ${what} | ${[0.5, 0.95, 1].map((share) => Math.round(of(name, share) * times)).join(' | ')} |`);
row('CPU time here, ms', 'cpu', 1);
row(`on a phone ${CPU_SLOWER} times slower, ms`, 'cpu', CPU_SLOWER);
row('wall time here, ms', 'wall', 1);
