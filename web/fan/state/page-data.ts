import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';

/** Data the server embeds in the page, so that the first paint needs no request. */
export interface PageData {
  page?: string;
  slug?: string;
  sale?: SaleShape;
  sales?: SaleShape[];
  snapshot?: Snapshot;
  demo?: boolean;
}

let given: PageData | null = null;

/** Replaces the embedded data while the server renders a page. */
export function givePageData(data: PageData): void {
  given = data;
}

/** On the server nothing of the reader is known: no place, no orders, no time zone. */
export const isOnServer = (): boolean => given !== null;

/** Style attributes in markup are refused by the content security policy; the script may set the same properties. */
export const styled = <T extends object>(style: T): T | undefined => (isOnServer() ? undefined : style);

export function readPageData(): PageData {
  if (given) return given;
  const text = document.getElementById('ropeline-data')?.textContent;
  if (!text) return {};
  try {
    return JSON.parse(text) as PageData;
  } catch {
    return {};
  }
}
