import { expect } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Returns what axe finds on a page, as its rule and the elements. The script is put into a document once: it is half a
 * megabyte, and a page of the panel is looked at many times without a reload. Frames are looked at by nobody here: they
 * show pages that have tests of their own.
 */
export async function findingsOf(page: Page, ...rules: string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  const options = {
    ...{ iframes: false, resultTypes: ['violations'] },
    ...(rules.length > 0 && { runOnly: { type: 'rule', values: rules } }),
  };
  return await page.evaluate<string[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
  );
}

/** Fails with each finding of axe and the elements that have it. */
export async function expectNoFindings(page: Page): Promise<void> {
  expect(await findingsOf(page)).toEqual([]);
}
