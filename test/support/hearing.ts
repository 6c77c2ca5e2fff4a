import type { Page } from 'playwright-core';

/** Reports each text that a live region of a page takes on; runs in the page, from its first moment. */
const listener = `new MutationObserver((changes) => {
  const regions = new Set();
  for (const { target, addedNodes } of changes)
    for (const node of [target, ...addedNodes]) {
      const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
      const region = element?.closest('[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]');
      // outside of an open dialog nothing is said
      if (region && (!document.querySelector('dialog[open]') || region.closest('dialog[open]'))) regions.add(region);
    }
  for (const { textContent } of regions) if (textContent.trim()) window.toldAloud(textContent.trim());
}).observe(document, { subtree: true, childList: true, characterData: true });`;

/** Collects what a screen reader says by itself on the pages that are opened from now on, over every navigation. */
export async function listenTo(page: Page): Promise<string[]> {
  const heard: string[] = [];
  await page.exposeFunction('toldAloud', (text: string) => void heard.push(text));
  await page.addInitScript(listener);
  return heard;
}

/** Returns the levels of a page's headings, in order. */
export const headingLevels = (page: Page): Promise<number[]> =>
  page.evaluate<number[]>(`[...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]))`);
