import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';

const FIELDS = 'input:is([inputmode=numeric], [inputmode=decimal], [type=datetime-local]):enabled:visible';
/** Amounts that are more than a number, so that no keypad fits them. */
const MIXED = ['Fee for each ticket', 'Off'];
const WIDTHS = [360, 390, 768, 1024, 1440];
/** Day and month are alike, because their order is the locale's. */
const TIME = { keys: ['05', '05', '2027', 'ArrowRight', '08', '30', 'a'], value: '2027-05-05T08:30' };
const SEGMENTS = 6;

/**
 * Edits every field for a number, an amount or a time that the page or its dialog shows, as a person does: click, to
 * the end, delete, type, leave. Of fields of one label the first is edited. Each call takes the next width. Adds the
 * labels to `typed`, and returns what a field made of it where that is something else.
 */
export async function typeIntoAll(page: Page, typed: Set<string>, turn: number): Promise<string[]> {
  const wrong: string[] = [];
  await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
  const dialog = page.getByRole('dialog');
  const scope = (await dialog.count()) > 0 ? dialog : page.locator('main'); // a dialog covers the page
  const width = WIDTHS[turn % WIDTHS.length] ?? 360;
  await page.setViewportSize({ width, height: 900 });
  const fields = await fieldsOf(scope.locator(FIELDS));
  for (const label of MIXED) fields.push(...(await fieldsOf(scope.getByLabel(label, { exact: true }))));
  const here = new Set<string>();
  for (const { field, label, type, mode } of fields) {
    if (here.has(label)) continue; // the same component again, as of another ticket type
    here.add(label);
    typed.add(label);
    // four digits, because a field that groups them leaves fewer alone
    const wanted = type === 'datetime-local' ? TIME.value : mode === 'numeric' ? '8000' : '1,25';
    const got = type === 'datetime-local' ? await typeTime(page, field) : await typeText(page, field, wanted);
    if (got !== wanted) wrong.push(`${label} at ${width}: ${got}`);
  }
  return wrong;
}

/** Fields with what they are, which is asked once for all: a form has dozens. */
async function fieldsOf(all: Locator): Promise<{ field: Locator; label: string; type: string; mode: string }[]> {
  const kinds = await all.evaluateAll(
    (inputs: { labels: { textContent: string }[]; type: string; inputMode: string }[]) =>
      inputs.map(({ labels, type, inputMode: mode }) => ({ label: labels[0]?.textContent ?? '', type, mode })),
  );
  return kinds.map((kind, nth) => ({ field: all.nth(nth), ...kind }));
}

async function typeText(page: Page, field: Locator, keys: string): Promise<string> {
  await field.click();
  await page.keyboard.press('End');
  for (let n = (await field.inputValue()).length; n > 0; n -= 1) await page.keyboard.press('Backspace');
  const emptied = await field.inputValue();
  await page.keyboard.type(keys);
  await page.keyboard.press('Tab');
  return emptied === '' ? await field.inputValue() : `“${emptied}” after it was emptied`;
}

async function typeTime(page: Page, field: Locator): Promise<string> {
  await field.click();
  for (let n = 0; n < SEGMENTS; n += 1) await page.keyboard.press('ArrowLeft');
  for (const keys of TIME.keys)
    if (keys.startsWith('Arrow')) await page.keyboard.press(keys);
    else await page.keyboard.type(keys);
  await page.keyboard.press('Tab');
  return await field.inputValue();
}

/** Returns patterns of the labels of all such fields in the panel's source; a label made elsewhere is left out. */
export function labelsInSource(): RegExp[] {
  const found: RegExp[] = [];
  for (const file of readdirSync('web/admin', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.tsx') || path.basename(file) === 'fields.tsx') continue; // which defines them
    const text = readFileSync(path.join('web/admin', file), 'utf8');
    for (const [, component, attributes = ''] of text.matchAll(/<(NumberField|TextField|TextInput)\b([\s\S]*?)\/>/g)) {
      if (attributes.includes('one-time-code')) continue; // digits, but no number
      if (component !== 'NumberField' && !/inputMode="(?:decimal|numeric)"|datetime-local/.test(attributes)) continue;
      const [, plain, template] = /label=(?:"([^"]*)"|\{`([^`]*)`\})/.exec(attributes) ?? [];
      const label = plain ?? template;
      if (label !== undefined) found.push(patternOf(label));
    }
  }
  return found;
}

const patternOf = (label: string): RegExp =>
  new RegExp(
    `^${label
      .split(/\$\{[^}]*\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+')}$`,
  );
