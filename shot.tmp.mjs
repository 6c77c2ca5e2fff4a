import { chromium } from 'playwright-core';
const base = 'http://127.0.0.1:3877';
const key = 'seats_admin_key_0123456789abcdef';
const call = async (method, path, body) => {
  const r = await fetch(base + path, { method, headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) }, body: body && JSON.stringify(body) });
  const t = await r.text(); if (!r.ok) throw new Error(`${path} ${r.status} ${t.slice(0, 600)}`); return t ? JSON.parse(t) : null;
};
const at = (m) => new Date(Date.now() + m * 60000).toISOString();
const map = process.argv[2] ?? 'map_theatre';
const zones = map === 'map_club' ? ['gold', 'silver'] : ['gold', 'silver', 'bronze'];
const slug = `shot-${Date.now().toString(36)}`;
let t = Date.now();
const sale = await call('POST', '/v1/admin/sales', { slug, name: 'A night of maps', currency: 'EUR', show: { name: 'The Cartographers', venue: 'Town Hall', startsAt: at(99999), timeZone: 'Europe/Berlin' }, prequeueAt: at(-20), opensAt: at(-10), challenge: 'off', seatMapId: map,
  ticketTypes: zones.map((zone, i) => ({ name: ['Best seats', 'Middle', 'Upper'][i], admission: 'reserved', price: 9500 - i * 3000, zones: [zone], maxPerFan: 6 })) });
console.log('create', Date.now() - t); t = Date.now();
await call('POST', `/v1/admin/sales/${sale.id}/publish`); console.log('publish', Date.now() - t, slug);
t = Date.now(); const plan = await (await fetch(`${base}/v1/sales/${slug}/seat-map`)).text(); console.log('plan bytes', plan.length, Date.now() - t);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
const out = '/tmp/seats-shots';
const names = process.argv[3]?.split(',') ?? ['360light', '1440light', '360dark', '1440dark'];
for (const name of names) {
  const wide = name.startsWith('1440');
  const context = await browser.newContext({ viewport: wide ? { width: 1440, height: 900 } : { width: 360, height: 740 }, colorScheme: name.endsWith('dark') ? 'dark' : 'light', deviceScaleFactor: wide ? 1 : 2, hasTouch: !wide, locale: 'en-GB' });
  const page = await context.newPage();
  page.on('pageerror', (e) => console.log('ERR', e.message)); page.on('console', (m) => m.type() === 'error' && console.log('console', m.text()));
  await page.goto(`${base}/s/${slug}`);
  await page.getByRole('button', { name: 'Take my place' }).click();
  await page.getByRole('button', { name: 'Go in' }).click({ timeout: 30000 });
  await page.locator('canvas.map').waitFor({ timeout: 15000 });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${out}/${map}-${name}-1.png` });
  const box = await page.locator('canvas.map').boundingBox();
  const tap = async (fx, fy) => { await page.mouse.click(box.x + box.width * fx, box.y + box.height * fy); await page.waitForTimeout(1300); };
  await tap(0.5, 0.45); await page.screenshot({ path: `${out}/${map}-${name}-2.png` });
  await tap(0.5, 0.5); await tap(0.5, 0.5); await tap(0.56, 0.5);
  await page.screenshot({ path: `${out}/${map}-${name}-3.png`, fullPage: true });
  if (name === names[0] || process.argv[4]) {
    await page.getByRole('button', { name: 'List', exact: true }).click(); await page.waitForTimeout(800);
    await page.screenshot({ path: `${out}/${map}-${name}-4.png`, fullPage: true });
    await page.getByRole('button', { name: 'Map', exact: true }).click();
  }
  if (process.argv[4] === 'fps' ) {
    const cdp = await context.newCDPSession(page); await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.waitForTimeout(1500);
    const fps = await page.evaluate(async () => {
      const c = document.querySelector('canvas.map'); const r = c.getBoundingClientRect(); const x = r.left + r.width / 2, y = r.top + r.height / 2;
      const ev = (type, dx) => c.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: x + dx, clientY: y + dx / 2, bubbles: true }));
      c.setPointerCapture = () => {};
      const run = async (n) => { let frames = 0; const t = performance.now(); ev('pointerdown', 0); for (let i = 0; i < n; i++) { await new Promise(requestAnimationFrame); ev('pointermove', ((i % 60) - 30) * 2); frames++; } ev('pointerup', 0); return frames / ((performance.now() - t) / 1000); };
      return [await run(120), await run(120)];
    });
    console.log(name, 'fps', fps);
  }
  await context.close();
}
await browser.close();
