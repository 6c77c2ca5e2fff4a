import type { SaleShape, Snapshot } from '../../../src/contract/shapes.js';

/** Data the server embeds in the page, so that the first paint needs no request. */
export interface PageData {
  page?: string;
  slug?: string;
  sale?: SaleShape;
  sales?: SaleShape[];
  snapshot?: Snapshot;
  demo?: boolean;
}

export function readPageData(): PageData {
  const text = document.getElementById('ropeline-data')?.textContent;
  if (!text) return {};
  try {
    return JSON.parse(text) as PageData;
  } catch {
    return {};
  }
}
