import type { Page } from 'playwright-core';
import { claimTurn, joinLine } from './sale.js';
import type { Stage } from './stage.js';

/** A called fan may have to wait for a tick, a snapshot and a busy machine. */
const TURN_MS = 60_000;

/** Opens a sale and takes a place. */
export async function takePlace(page: Page, saleUrl: string): Promise<void> {
  await page.goto(saleUrl);
  await page.getByRole('button', { name: 'Take my place' }).click();
}

/** Takes a place and follows the call into the shop. */
export async function goIn(page: Page, saleUrl: string): Promise<void> {
  await takePlace(page, saleUrl);
  await page.getByRole('button', { name: 'Go in' }).click({ timeout: TURN_MS });
}

/** Opens the shop for a fan who has come through the line already. `goIn` walks through it, which costs three pages. */
export async function openShop(stage: Stage, slug: string): Promise<Page> {
  const place = await joinLine(stage.url, slug);
  await claimTurn(stage.url, place);
  const kept = { ...place, commitmentSeen: null, startAhead: null };
  const localStorage = [{ name: `ropeline.place.${slug}`, value: JSON.stringify(kept) }];
  const page = await stage.newPage({ storageState: { cookies: [], origins: [{ origin: stage.url, localStorage }] } });
  await page.goto(`${stage.url}/s/${slug}/shop`);
  return page;
}

/** Puts tickets of a general type into the basket and holds them. */
export async function holdTickets(page: Page, type: string, quantity = 1): Promise<void> {
  for (let n = 0; n < quantity; n += 1) await page.getByRole('button', { name: `More ${type}` }).click();
  await page.getByRole('button', { name: 'Hold these tickets' }).click();
}

/** Fills in whose tickets these are, and goes on to the payment. */
export async function enterBuyer(page: Page): Promise<void> {
  await page.getByLabel('E-mail').pressSequentially('ada@example.org');
  await page.getByLabel('Name').pressSequentially('Ada Lovelace');
  await page.getByRole('button', { name: /Continue to payment/ }).click();
}

/** Pays by one of the simulator's cards. */
export async function pay(page: Page, card = 'Works'): Promise<void> {
  await page.getByText(card, { exact: true }).click();
  await page.getByRole('button', { name: /^Pay / }).click();
}
