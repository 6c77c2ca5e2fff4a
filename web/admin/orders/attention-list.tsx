import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AttentionShape } from '../../../src/contract/attention-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { Icon } from '../ui/icons.jsx';
import { RefusalNote } from '../ui/refusal.jsx';

const REFRESH_MS = 10_000;

/** What only a person can decide, with the next step. Nothing is shown when there is nothing. */
export function AttentionList() {
  const queries = useQueryClient();
  const { mayRefund } = useSession();
  const { data } = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => call<{ items: AttentionShape[] }>('GET', 'attention', undefined, signal),
    refetchInterval: REFRESH_MS,
  });
  const resolve = useMutation({
    mutationFn: (id: string) => call('POST', `attention/${id}/resolve`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['attention'] }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card attention" aria-label="Needs a person">
      <h2>
        <Icon name="warn" /> Needs a person
      </h2>
      <RefusalNote error={resolve.error} />
      <ul>
        {data.items.map((item) => (
          <li key={item.id}>
            <div>
              <strong>{item.nextStep}</strong>
              <p className="small muted">
                {item.kind.replaceAll('_', ' ')} · since {formatShortDayAndTime(item.createdAt, 'en')}
                {item.orderId !== null && <span className="mono"> · {item.orderId}</span>}
              </p>
            </div>
            {mayRefund && (
              <Button variant="default" size="sm" loading={resolve.isPending} onClick={() => resolve.mutate(item.id)}>
                Done
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
