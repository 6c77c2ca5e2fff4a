import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { loadStripe, stripeAppearance, type StripeElements, type StripeJs } from './stripe-js.js';

interface Fields {
  publishableKey: string;
  clientSecret: string;
  locale: string;
  onFailed: () => void;
}

/** Mounts Stripe's own fields in `holder`; `ready` is null until they are there. Card data never touches our page. */
export function useStripeFields({ publishableKey, clientSecret, locale, onFailed }: Fields): {
  holder: RefObject<HTMLDivElement | null>;
  ready: { stripe: StripeJs; elements: StripeElements } | null;
} {
  const holder = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState<{ stripe: StripeJs; elements: StripeElements } | null>(null);
  useEffect(() => {
    let mounted: { unmount(): void } | null = null;
    let gone = false;
    loadStripe(publishableKey).then((stripe) => {
      if (gone || !holder.current) return;
      const elements = stripe.elements({ clientSecret, locale, appearance: stripeAppearance() });
      const element = elements.create('payment');
      element.mount(holder.current);
      mounted = element;
      setReady({ stripe, elements });
    }, onFailed);
    return () => {
      gone = true;
      mounted?.unmount();
    };
  }, [clientSecret, publishableKey]);
  return { holder, ready };
}
