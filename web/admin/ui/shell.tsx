import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSession } from '../session/session.js';
import { RopeMark } from './rope-mark.jsx';
import { Link, usePath } from './router.jsx';

const places = [
  { href: '/admin', label: 'Sales' },
  { href: '/admin/seat-maps', label: 'Seat maps' },
  { href: '/admin/orders', label: 'Orders' },
  { href: '/admin/attention', label: 'Attention' },
  { href: '/admin/partners', label: 'Partners' },
  { href: '/admin/webhooks', label: 'Webhooks' },
  { href: '/admin/log', label: 'Log' },
];

/** What stands around every page of the panel. */
export function Shell({ children }: { children: ReactNode }) {
  const { member, signOut } = useSession();
  const path = usePath();
  const isHere = (href: string): boolean =>
    href === '/admin' ? path === href || path === '/admin/new' || path.startsWith('/admin/sales/') : path === href;
  return (
    <>
      <a className="skip" href="#content">
        Go to the content
      </a>
      <header className="top">
        <Link href="/admin" className="top-mark">
          <RopeMark />
        </Link>
        <nav aria-label="Pages">
          {places.map(({ href, label }) => (
            <Link key={href} href={href} {...(isHere(href) ? { 'aria-current': 'page' as const } : {})}>
              {label}
            </Link>
          ))}
        </nav>
        <span className="top-member" title={`${member.name}, ${member.role}`}>
          {member.email}
        </span>
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
