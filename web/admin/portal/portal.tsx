import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PartnerSelfShape } from '../../../src/contract/partner-shapes.js';
import { whenSignedOut } from '../net/api.js';
import { RopeMark } from '../ui/rope-mark.jsx';
import { WebhooksPage } from '../webhooks/webhooks-page.jsx';
import { PortalDoor } from './portal-door.jsx';
import { enter, keptKey, leave } from './portal-key.js';

type Standing = { kind: 'looking' } | { kind: 'out'; why: string | null } | { kind: 'in'; self: PartnerSelfShape };

/** Where a partner looks after its own endpoints, with the pages that the promoter has for its own. */
export function Portal() {
  const [standing, setStanding] = useState<Standing>({ kind: 'looking' });
  const queries = useQueryClient();
  useEffect(() => {
    const out = (why: string | null): void => {
      leave();
      queries.clear();
      setStanding({ kind: 'out', why });
    };
    whenSignedOut(() => out('This key does not work any more. Ask the promoter for another one.'));
    const key = keptKey();
    if (key === null) out(null);
    else
      enter(key).then(
        (self) => setStanding({ kind: 'in', self }),
        () => out(null),
      );
  }, [queries]);
  if (standing.kind === 'looking') return <p className="boot">Opening the portal…</p>;
  if (standing.kind === 'out')
    return <PortalDoor why={standing.why} onEntered={(self) => setStanding({ kind: 'in', self })} />;
  const { partner, key } = standing.self;
  const mayRead = key.scopes.includes('endpoints:read');
  return (
    <>
      <a className="skip" href="#content">
        Go to the content
      </a>
      <header className="top">
        <span className="top-mark grow">
          <RopeMark />
        </span>
        <span className="top-member" title={`Key ${key.name}, ${key.prefix}…`}>
          {partner?.name ?? 'The promoter'}
        </span>
        <Button
          variant="subtle"
          size="sm"
          onClick={() => {
            leave();
            queries.clear();
            setStanding({ kind: 'out', why: null });
          }}
        >
          Leave
        </Button>
      </header>
      <main id="content" tabIndex={-1}>
        {mayRead ? (
          <WebhooksPage mayChange={key.scopes.includes('endpoints:write')} />
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
