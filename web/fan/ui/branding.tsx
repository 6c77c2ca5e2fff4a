import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { Poster } from './poster.js';

/** The promoter's own picture of the sale, otherwise the generated poster. Fills its frame, so that nothing moves. */
export function SalePicture({ sale, first = false }: { sale: SaleShape; first?: boolean }): JSX.Element {
  const url = sale.branding?.pictureUrl;
  if (!url) return <Poster slug={sale.slug} />;
  return <img class="poster" src={url} alt="" decoding="async" fetchpriority={first ? 'high' : 'auto'} />;
}

export function SaleLogo({ sale }: { sale: SaleShape }): JSX.Element | null {
  const url = sale.branding?.logoUrl;
  return url ? <img class="sale-logo" src={url} alt="" height={40} decoding="async" /> : null;
}

const PROPERTIES = ['--velvet', '--velvet-deep', '--on-velvet'] as const;

/** Shows the sale's pages in the promoter's accent, made legible for the scheme that the reader has chosen. */
export function useAccent(sale: SaleShape | null): void {
  const accent = sale?.branding?.accent ?? null;
  useEffect(() => {
    if (accent === null) return undefined;
    const root = document.documentElement.style;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let isOver = false;
    const paint = async (): Promise<void> => {
      const { accentOn } = await import('../../../src/contract/sale/accent.js');
      if (isOver) return;
      const shown = accentOn(accent, dark.matches ? 'dark' : 'light');
      const values = [shown.colour, shown.colour, shown.on];
      for (const [index, name] of PROPERTIES.entries()) root.setProperty(name, values[index] ?? '');
    };
    const again = (): void => void paint().catch(() => undefined); // without the chunk the page keeps Ropeline's colour
    again();
    dark.addEventListener('change', again);
    return () => {
      isOver = true;
      dark.removeEventListener('change', again);
      for (const name of PROPERTIES) root.removeProperty(name);
    };
  }, [accent]);
}
