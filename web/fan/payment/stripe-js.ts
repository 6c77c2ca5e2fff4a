/**
 * The subset of Stripe.js used here; its official types are a separate package, and the script must be loaded from
 * Stripe.
 */
export interface StripeElement {
  mount(target: HTMLElement): void;
  unmount(): void;
}
export interface StripeElements {
  create(type: 'payment', options?: Record<string, unknown>): StripeElement;
}
interface ConfirmOptions {
  elements: StripeElements;
  confirmParams: { return_url: string };
  redirect: 'if_required';
}
export interface StripeJs {
  elements(options: { clientSecret: string; locale: string; appearance: Record<string, unknown> }): StripeElements;
  confirmPayment(options: ConfirmOptions): Promise<{ error?: { message?: string } }>;
  confirmSetup(options: ConfirmOptions): Promise<{ error?: { message?: string } }>;
}
type StripeFactory = (publishableKey: string) => StripeJs;

const scriptAddress = 'https://js.stripe.com/v3/';
let loading: Promise<StripeFactory> | null = null;

function loadScript(): Promise<StripeFactory> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = scriptAddress;
    script.onload = () => {
      const factory = (window as { Stripe?: StripeFactory }).Stripe;
      if (factory) resolve(factory);
      else reject(new Error('Stripe.js did not start'));
    };
    script.onerror = () => reject(new Error('Stripe.js could not be loaded'));
    document.head.append(script);
  });
}

/** Loads Stripe.js on first payment only. A failed load may be retried. */
export async function loadStripe(publishableKey: string): Promise<StripeJs> {
  loading ??= loadScript();
  try {
    return (await loading)(publishableKey);
  } catch (error) {
    loading = null;
    throw error;
  }
}

/** Maps the page's design tokens to Stripe's fields. */
export function stripeAppearance(): Record<string, unknown> {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    theme: 'stripe',
    variables: {
      colorPrimary: token('--velvet'),
      colorBackground: token('--card'),
      colorText: token('--ink'),
      colorTextSecondary: token('--muted'),
      colorDanger: token('--bad'),
      borderRadius: token('--radius-small'),
      fontSizeBase: '16px',
    },
  };
}
