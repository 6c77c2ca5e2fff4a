import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { opensScope } from '../../../src/contract/partners/api-scopes.js';
import type { PartnerSelfShape } from '../../../src/contract/partners/partner-shapes.js';
import { whenSignedOut } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { RopeMark } from '../ui/rope-mark.jsx';
import { Link, usePath } from '../ui/router.jsx';
import { WebhooksPage } from '../webhooks/webhooks-page.jsx';
import { PortalDoor } from './portal-door.jsx';
import { PortalLogPage } from './portal-log-page.jsx';
import { forget, invitationOf, leave, resume } from './portal-session.js';

const LOG = '/partner/log';

type Standing = { kind: 'looking' } | { kind: 'out'; why: string | null } | { kind: 'in'; self: PartnerSelfShape };

const places = [
  { href: '/partner', label: 'Webhooks' },
  { href: LOG, label: 'Log' },
];

/** Where partners manage their own endpoints and read their own log, using the promoter's pages. */
export function Portal() {
  const [standing, setStanding] = useState<Standing>({ kind: 'looking' });
  const [invitation, setInvitation] = useState(invitationOf);
  const [error, setError] = useState<unknown>(null);
  const queries = useQueryClient();
  const path = usePath();
  useEffect(() => {
    const out = (why: string | null): void => {
      forget();
      queries.clear();
      setStanding({ kind: 'out', why });
    };
    whenSignedOut(() => {
      const why = 'Your session is over, or your key does not work any more.';
      setStanding((before) => ({ kind: 'out', why: before.kind === 'in' ? why : null }));
      forget();
      queries.clear();
    });
    // links are redeemed by a button press, so that link scanners and prefetchers do not consume them
    if (invitationOf() !== null) out(null);
    else
      resume().then(
        (self) => setStanding({ kind: 'in', self }),
        () => out(null),
      );
    // a link that is opened in the portal's own tab changes only the fragment, which loads nothing
    const onLink = (): void => {
      setInvitation(invitationOf());
      if (invitationOf() !== null) out(null);
    };
    addEventListener('hashchange', onLink);
    return () => removeEventListener('hashchange', onLink);
  }, [queries]);
  if (standing.kind === 'looking') return <p className="boot">Opening the portal…</p>;
  if (standing.kind === 'out')
    return <PortalDoor key={invitation} why={standing.why} onEntered={(self) => setStanding({ kind: 'in', self })} />;
  const { self } = standing;
  const { partner, key, member, scopes } = self;
  const goOut = async (): Promise<void> => {
    setError(null);
    try {
      await leave(self);
      queries.clear();
      setStanding({ kind: 'out', why: null });
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <>
      <a className="skip" href="#content">
        Go to the content
      </a>
      <header className="top">
        <span className="top-mark">
          <RopeMark />
        </span>
        <nav aria-label="Pages">
          {places.map(({ href, label }) => (
            <Link key={href} href={href} {...(path === href ? { 'aria-current': 'page' as const } : {})}>
              {label}
            </Link>
          ))}
        </nav>
        <span className="top-member" title={member?.email ?? `Key ${key?.name}, ${key?.prefix}…`}>
          {partner?.name ?? 'The promoter'}
        </span>
        <Button variant="subtle" size="sm" onClick={() => void goOut()}>
          Leave
        </Button>
      </header>
      <main id="content" tabIndex={-1}>
        <RefusalNote error={error} />
        <PortalPage path={path} scopes={scopes} />
      </main>
    </>
  );
}

function PortalPage({ path, scopes }: { path: string; scopes: PartnerSelfShape['scopes'] }) {
  const [title, scope, of] =
    path === LOG ? (['Log', 'log:read', 'the log'] as const) : (['Webhooks', 'endpoints:read', 'endpoints'] as const);
  if (!opensScope(scopes, scope))
    return (
      <section className="page">
        <h1>{title}</h1>
        <p>
          This key may not see {of}. Ask the promoter for one with the scope {scope}.
        </p>
      </section>
    );
  return path === LOG ? <PortalLogPage /> : <WebhooksPage mayChange={scopes.includes('endpoints:write')} />;
}
