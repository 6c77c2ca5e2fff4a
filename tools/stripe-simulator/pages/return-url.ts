import type { Intent } from '../model/records.js';

/**
 * Returns an address of the shop to which the fan may be sent back: only http or https on this machine, since the form
 * would otherwise be an open redirect. Null for everything else.
 */
export function acceptedReturnUrl(text: string | null | undefined): URL | null {
  if (!text || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && isLoopback(url.hostname) && url.username === '' ? url : null;
}

/** Adds the parameters that Stripe adds when it sends a fan back. */
export function withOutcome(url: URL, intent: Intent): string {
  const target = new URL(url);
  const paid = intent.status === 'succeeded' || intent.status === 'requires_capture';
  target.searchParams.set('payment_intent', intent.id);
  target.searchParams.set('payment_intent_client_secret', intent.clientSecret);
  target.searchParams.set('redirect_status', paid ? 'succeeded' : 'failed');
  return target.href;
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
