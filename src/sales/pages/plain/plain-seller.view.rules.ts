import { type Html, html } from '../../../platform/pages/html.js';
import type { AllWords } from '../../../words/all.js';
import type { SaleView } from '../../sales.types.js';

/** Renders seller, terms and help, with the reference that support needs: an order, else a place, else the sale. */
export function sellerNote(
  { seller, transferable }: Pick<SaleView, 'seller' | 'transferable'>,
  { seller: words }: AllWords,
  reference: string,
): Html {
  const mail = seller?.email ? `mailto:${seller.email}?subject=${encodeURIComponent(reference)}` : null;
  const pages = [
    { address: mail, name: seller?.email ?? '' },
    { address: seller?.termsUrl ?? null, name: words.terms },
    { address: seller?.privacyUrl ?? null, name: words.privacy },
    { address: seller?.helpUrl ?? null, name: words.help },
  ].filter(({ address }) => address !== null);
  const name = seller ? [seller.name, seller.address].filter(Boolean).join(', ') : words.unnamed;
  return html`<hr /><h2>${words.title}</h2><p>${name}</p>
${seller?.refundRule ? html`<p>${words.refunds}: ${seller.refundRule}</p>` : null}
${transferable ? null : html`<p>${words.personal}</p>`}
${pages.length === 0 ? null : html`<ul>${pages.map((each) => html`<li><a href="${each.address}">${each.name}</a></li>`)}</ul>`}
<p>${words.quote(reference)}</p>`;
}
