import { useCurrentInSight } from '../ui/current-link.js';
import { Link, usePath } from '../ui/router.jsx';

const pages = [
  { path: '', label: 'Control room' },
  { path: '/edit', label: 'Set-up' },
  { path: '/codes', label: 'Codes' },
  { path: '/channels', label: 'Channels' },
  { path: '/messages', label: 'Messages' },
  { path: '/rehearsal', label: 'Rehearsal' },
  { path: '/report', label: 'Report' },
];

/** The pages of one sale. */
export function SaleTabs({ saleId }: { saleId: string }) {
  const here = usePath();
  const row = useCurrentInSight();
  return (
    <nav ref={row} className="sale-tabs" aria-label="Pages of this sale">
      {pages.map(({ path, label }) => {
        const href = `/admin/sales/${saleId}${path}`;
        return (
          <Link key={path} href={href} {...(here === href ? { 'aria-current': 'page' as const } : {})}>
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
