import { describe, expect, it } from '@jest/globals';
import type { Config } from '../../platform/config/config.js';
import type { FanPage, PagesService } from '../../platform/pages/pages.service.js';
import { FrontPages } from './front-pages.service.js';
import type { SaleCache } from '../catalogue/cache/sale-cache.service.js';

function front() {
  const painted: string[] = [];
  const listeners: (() => void)[] = [];
  const sales = {
    onChange: (listener: () => void) => listeners.push(listener),
    live: async () => await Promise.resolve([]),
  } as unknown as SaleCache;
  const paint = async ({ path, language }: FanPage) => await Promise.resolve(`${painted.push(`${path} ${language}`)}`);
  const pages = new FrontPages(sales, { paint } as unknown as PagesService, { mode: 'demo' } as unknown as Config);
  return { pages, painted, change: () => listeners.forEach((listener) => listener()) };
}

describe('FrontPages', () => {
  it('renders each page once for a language, and again when a sale changes', async () => {
    const { pages, painted, change } = front();
    await Promise.all([pages.home('de'), pages.home('de'), pages.home('en'), pages.verify('de'), pages.verify('de')]);
    expect(painted.sort()).toEqual(['/ de', '/ en', '/verify de']);
    change();
    await pages.home('de');
    expect(painted.filter((page) => page === '/ de')).toHaveLength(2);
  });
});
