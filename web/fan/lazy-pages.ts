import type { Route } from './state/route.js';
import { preload } from './ui/lazy.js';
import { withInside } from './words/index.js';

// one chunk per page, so that a phone loads only the page it requested (mapped in dist/web/fan/pages.json)
export const loadHome = () => import('./pages/home-page.js').then((module) => module.HomePage);
export const loadSale = () => import('./pages/sale-page.js').then((module) => module.SalePage);
export const loadLine = () => import('./pages/line-page.js').then((module) => module.LinePage);
export const loadShop = () => withInside(import('./shop/shop-page.js').then((module) => module.ShopPage));
export const loadOrder = () => withInside(import('./order/order-page.js').then((module) => module.OrderPage));
export const loadVerify = () => withInside(import('./verify/verify-page.js').then((module) => module.VerifyPage));
/** Embedded in the promoter's form. */
export const loadPreview = () => import('./preview/preview.js').then((module) => module.Preview);

const loads: Record<Route['page'], () => Promise<unknown>> = {
  home: () => preload(loadHome),
  sale: () => preload(loadSale),
  line: () => preload(loadLine),
  shop: () => preload(loadShop),
  order: () => preload(loadOrder),
  verify: () => preload(loadVerify),
  missing: () => Promise.resolve(),
};

/** Preloads a page's chunk: before its first paint, or while the fan is still on the previous page. */
export async function loadPage(page: Route['page']): Promise<void> {
  await loads[page]().catch(() => undefined); // the page itself reports the failure and offers a retry
}
