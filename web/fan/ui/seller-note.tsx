import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { api } from '../net/api.js';
import { placeBox } from '../state/boxes.js';
import { knownSale } from '../state/sale.js';
import { useStore } from '../state/store.js';
import { wordsStore } from '../words/index.js';
import '../styles/seller.css';

function useKnownSale(slug: string): SaleShape | null {
  const [sale, setSale] = useState(() => knownSale(slug));
  useEffect(() => {
    if (!knownSale(slug)) void api.sale(slug).then((answer) => answer.kind === 'ok' && setSale(answer.data));
  }, [slug]);
  return sale;
}

/** Shows seller, terms and help, with the reference support needs: the order, else the place, else the sale. */
export function SellerNote({ slug, orderId }: { slug: string; orderId: string | null }): JSX.Element | null {
  const words = useStore(wordsStore).seller;
  const sale = useKnownSale(slug);
  if (!sale) return null;
  const place = placeBox.get(slug);
  const reference = orderId ?? (place ? `${slug} #${place.number}` : slug);
  const { seller } = sale;
  const pages = [
    { address: seller?.termsUrl, name: words.terms },
    { address: seller?.privacyUrl, name: words.privacy },
    { address: seller?.helpUrl, name: words.help },
  ];
  return (
    <aside class="seller" aria-labelledby="seller-title">
      <h2 id="seller-title">{words.title}</h2>
      <p>{seller ? <bdi>{[seller.name, seller.address].filter(Boolean).join(', ')}</bdi> : words.unnamed}</p>
      {seller?.refundRule && (
        <p>
          {words.refunds}: <bdi>{seller.refundRule}</bdi>
        </p>
      )}
      {!sale.transferable && <p>{words.personal}</p>}
      {(seller?.email || pages.some(({ address }) => address)) && (
        <p class="seller-links">
          {seller?.email && (
            <a href={`mailto:${seller.email}?subject=${encodeURIComponent(reference)}`}>{seller.email}</a>
          )}
          {pages.map(
            ({ address, name }) =>
              address && (
                <a key={name} href={address} rel="noopener">
                  {name}
                </a>
              ),
          )}
        </p>
      )}
      <p class="muted">{words.quote(reference)}</p>
    </aside>
  );
}
