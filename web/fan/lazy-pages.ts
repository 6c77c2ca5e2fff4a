import { withInside } from './words/index.js';

/** What a waiting fan does not need yet, in files of its own. */
export const loadShop = () => withInside(import('./shop/shop-page.js').then((module) => module.ShopPage));
export const loadOrder = () => withInside(import('./order/order-page.js').then((module) => module.OrderPage));
/** With it comes what draws a QR code. */
export const loadMove = () => import('./line/move-dialog.js').then((module) => module.MoveDialog);
export const loadVerify = () => withInside(import('./verify/verify-page.js').then((module) => module.VerifyPage));
/** In the promoter's form. */
export const loadPreview = () => import('./preview/preview.js').then((module) => module.Preview);
