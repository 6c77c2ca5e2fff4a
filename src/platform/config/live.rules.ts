import type { Settings } from './config.js';

export const isLiveKey = (stripeSecretKey: string): boolean => /^(sk|rk)_live_/.test(stripeSecretKey);

/** Returns whether real money moves here: not in a demo, nor in a production that tries out test payments. */
export const takesRealMoney = ({ mode, stripeSecretKey }: Pick<Settings, 'mode' | 'stripeSecretKey'>): boolean =>
  mode === 'production' && isLiveKey(stripeSecretKey);
