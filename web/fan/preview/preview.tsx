import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { SaleView } from '../pages/sale-page.js';
import { Shell } from '../ui/shell.js';

interface Told {
  kind: 'ropeline:preview';
  sale: SaleShape;
}

const isTold = (data: unknown): data is Told =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'ropeline:preview';

/** Renders the sale page inside the promoter's form from the draft the form posts; nothing in it is interactive. */
export function Preview(): JSX.Element | null {
  const [sale, setSale] = useState<SaleShape | null>(null);
  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
      if (source === window.parent && origin === location.origin && isTold(data)) setSale(data.sale);
    };
    window.addEventListener('message', hear);
    window.parent.postMessage('ropeline:preview-ready', location.origin);
    return () => window.removeEventListener('message', hear);
  }, []);
  if (sale === null) return null;
  return (
    <div inert>
      <Shell demo={false}>
        <SaleView key={sale.state} sale={sale} news={null} />
      </Shell>
    </div>
  );
}
