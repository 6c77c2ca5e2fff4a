import type { Route } from './state/route.js';
import { withInside } from './words/index.js';

// every page is a file of its own: a phone loads the one that was asked for (dist/web/fan/pages.json says which that is)
export const loadHome = () => import('./pages/home-page.js').then((module) => module.HomePage);
export const loadSale = () => import('./pages/sale-page.js').then((module) => module.SalePage);
export const loadLine = () => import('./pages/line-page.js').then((module) => module.LinePage);
export const loadShop = () => withInside(import('./shop/shop-page.js').then((module) => module.ShopPage));
export const loadOrder = () => withInside(import('./order/order-page.js').then((module) => module.OrderPage));
export const loadVerify = () => withInside(import('./verify/verify-page.js').then((module) => module.VerifyPage));
/** In the promoter's form. */
export const loadPreview = () => import('./preview/preview.js').then((module) => module.Preview);

const loads: Record<Route['page'], () => Promise<unknown>> = {
  home: loadHome,
  sale: loadSale,
  line: loadLine,
  shop: loadShop,
  order: loadOrder,
  verify: loadVerify,
  missing: () => Promise.resolve(),
};

/** The file of a page, early: before its first paint, or while the fan reads the page before it. */
export async function loadPage(page: Route['page']): Promise<void> {
  await loads[page]().catch(() => undefined); // the page itself tells, and offers to try again
}
