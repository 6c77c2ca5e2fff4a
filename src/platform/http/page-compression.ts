import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { BoundedMap } from '../cache/bounded-map.js';

const brotli = promisify(brotliCompress);
/** Takes about 2 ms of a helper thread for a page, and gains most of what the best quality would. */
const QUALITY = 5;
/** The last pages composed; an older one is sent uncompressed. */
const MAX_PAGES = 64;

const compressed = new BoundedMap<string, Buffer>(MAX_PAGES);

/** Compresses a page once, before it is sent to its readers. If that fails, it is sent as it is. */
export async function compressPage(text: string): Promise<void> {
  if (compressed.has(text)) return;
  const bytes = await brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }).catch(() => null);
  if (!bytes) return;
  compressed.set(text, bytes);
}

export const compressedPage = (text: string): Buffer | null => compressed.get(text) ?? null;
