import { useEffect, useRef } from 'react';
import { usePath } from './router.jsx';

/** A row of links that scrolls sideways on a phone: the one of this page is always in sight. */
export function useCurrentInSight() {
  const nav = useRef<HTMLElement>(null);
  const path = usePath();
  useEffect(() => {
    const row = nav.current;
    const link = row?.querySelector<HTMLElement>('[aria-current]');
    if (!row || !link || row.scrollWidth <= row.clientWidth) return;
    const [outer, inner] = [row.getBoundingClientRect(), link.getBoundingClientRect()];
    row.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }, [path]);
  return nav;
}
