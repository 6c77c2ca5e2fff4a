import { formatPriceRange } from '../../contract/money/money.js';
import { fullPriceOf } from '../../contract/money/pricing.js';
import { html, type Html } from '../../platform/pages/html.js';
import type { SaleView } from '../sales.types.js';
import { POSTER } from './poster.rules.js';

/** Returns a one-line description for shared links: when, where, price. */
export function descriptionOf({ show, ticketTypes, currency }: SaleView): string {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone: show.timeZone } as const;
  const when = new Intl.DateTimeFormat('en-GB', format).format(new Date(show.startsAt));
  const prices = formatPriceRange(
    ticketTypes.map((type) => ({ amount: fullPriceOf(type, currency), currency })),
    'en-GB',
  );
  return [show.canceledAt && 'Canceled', when, show.venue, prices].filter(Boolean).join(' · ');
}

/** Returns the link preview tags (Open Graph) for messengers and social networks. */
export function linkPreview(view: SaleView, publicUrl: string): Html {
  const address = `${publicUrl}/s/${view.slug}`;
  const tags = {
    'og:type': 'website',
    'og:title': view.show.name,
    'og:description': descriptionOf(view),
    'og:url': address,
    'og:image': `${address}/poster.png`,
    'og:image:width': String(POSTER.width),
    'og:image:height': String(POSTER.height),
    'twitter:card': 'summary_large_image',
  };
  const list = Object.entries(tags).map(([name, text]) => html`<meta property="${name}" content="${text}" />`);
  return html`<link rel="canonical" href="${address}" />${list}`;
}
