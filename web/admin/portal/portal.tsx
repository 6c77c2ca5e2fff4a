import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PartnerSelfShape } from '../../../src/contract/partner-shapes.js';
import { whenSignedOut } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { RopeMark } from '../ui/rope-mark.jsx';
import { WebhooksPage } from '../webhooks/webhooks-page.jsx';
import { PortalDoor } from './portal-door.jsx';
import { forget, invitationOf, leave, resume } from './portal-session.js';

type Standing = { kind: 'looking' } | { kind: 'out'; why: string | null } | { kind: 'in'; self: PartnerSelfShape };

/** Where partners manage their own endpoints, using the promoter's pages. */
export function Portal() {
  const [standing, setStanding] = useState<Standing>({ kind: 'looking' });
  const [invitation, setInvitation] = useState(invitationOf);
  const [error, setError] = useState<unknown>(null);
  const queries = useQueryClient();
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
        <span className="top-mark grow">
          <RopeMark />
        </span>
        <span className="top-member" title={member?.email ?? `Key ${key?.name}, ${key?.prefix}…`}>
          {partner?.name ?? 'The promoter'}
        </span>
        <Button variant="subtle" size="sm" onClick={() => void goOut()}>
          Leave
        </Button>
      </header>
      <main id="content" tabIndex={-1}>
        <RefusalNote error={error} />
        {scopes.includes('endpoints:read') ? (
          <WebhooksPage mayChange={scopes.includes('endpoints:write')} />
        ) : (
          <section className="page">
            <h1>Webhooks</h1>
            <p>This key may not see endpoints. Ask the promoter for one with the scope endpoints:read.</p>
          </section>
        )}
      </main>
    </>
  );
}
