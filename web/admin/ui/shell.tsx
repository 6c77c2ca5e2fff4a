import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSession } from '../session/session.js';
import { useCurrentInSight } from './current-link.js';
import { RopeMark } from './rope-mark.jsx';
import { Link, usePath } from './router.jsx';

const places: { href: string; label: string; managing?: boolean }[] = [
  { href: '/admin', label: 'Sales' },
  { href: '/admin/seat-maps', label: 'Seat maps' },
  { href: '/admin/orders', label: 'Orders' },
  { href: '/admin/attention', label: 'Attention' },
  { href: '/admin/scan', label: 'Door' },
  { href: '/admin/approvals', label: 'Approvals' },
  { href: '/admin/partners', label: 'Partners' },
  { href: '/admin/webhooks', label: 'Webhooks' },
  { href: '/admin/team', label: 'Team', managing: true },
  { href: '/admin/log', label: 'Log' },
];

/** Frame of every page of the panel. */
export function Shell({ children }: { children: ReactNode }) {
  const { member, mayChange, signOut } = useSession();
  const path = usePath();
  const row = useCurrentInSight();
  const isHere = (href: string): boolean =>
    href === '/admin'
      ? path === href || path === '/admin/new' || path.startsWith('/admin/sales/')
      : path === href || path.startsWith(`${href}/`);
  return (
    <>
      <a className="skip" href="#content">
        Go to the content
      </a>
      <header className="top">
        <Link href="/admin" className="top-mark">
          <RopeMark />
        </Link>
        <nav ref={row} aria-label="Pages">
          {places
            .filter(({ href, managing = false }) =>
              member.role === 'scanner' ? href === '/admin/scan' : mayChange || !managing,
            )
            .map(({ href, label }) => (
              <Link key={href} href={href} {...(isHere(href) ? { 'aria-current': 'page' as const } : {})}>
                {label}
              </Link>
            ))}
        </nav>
        <Link
          href="/admin/account"
          className="top-member"
          title={`${member.name}, ${member.role}`}
          {...(isHere('/admin/account') ? { 'aria-current': 'page' as const } : {})}
        >
          <span className="top-mail">{member.email}</span>
          <span className="top-account">Account</span>
        </Link>
        <Button variant="subtle" size="sm" onClick={() => void signOut()}>
          Sign out
        </Button>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
