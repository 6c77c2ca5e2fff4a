import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import type { EndpointShape } from '../../../src/contract/partners/webhook-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { EndpointCard } from '../webhooks/endpoint-card.jsx';

/** A partner's own endpoints and what was sent to them, as the partner sees it in the portal; read when opened. */
export function PartnerEndpoints({ partner }: { partner: PartnerShape }) {
  const [open, setOpen] = useState(false);
  const base = `partners/${partner.id}/webhook-endpoints`;
  const { data, error, isPending } = useQuery({
    queryKey: ['endpoints', partner.id],
    enabled: open,
    queryFn: ({ signal }) => call<{ endpoints: EndpointShape[] }>('GET', base, undefined, signal),
  });
  return (
    <details className="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Webhooks<span className="hidden-words"> of {partner.name}</span>
      </summary>
      <RefusalNote error={error} />
      {open && isPending && <p className="muted small">Loading endpoints…</p>}
      {data?.endpoints.length === 0 && (
        <p className="muted small">It has no endpoint yet. It adds them in the portal.</p>
      )}
      {open &&
        data?.endpoints.map((endpoint) => (
          <EndpointCard key={endpoint.id} base={base} endpoint={endpoint} change={null} />
        ))}
    </details>
  );
}
