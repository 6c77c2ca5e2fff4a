import { Button, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EndpointShape, MessageShape } from '../../../src/contract/webhook-shapes.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { Icon } from '../ui/icons.jsx';
import { RefusalNote } from '../ui/refusal.jsx';

const REFRESH_MS = 5_000;
const SHOWN = 20;

interface Props {
  endpoint: EndpointShape;
  onRotate: (endpoint: EndpointShape) => void;
  onRemove: (endpoint: EndpointShape) => void;
}

/** One endpoint with what was sent to it last. */
export function EndpointCard({ endpoint, onRotate, onRemove }: Props) {
  const queries = useQueryClient();
  const { mayChange } = useSession();
  const path = `webhook-endpoints/${endpoint.id}`;
  const { data } = useQuery({
    queryKey: ['messages', endpoint.id],
    queryFn: ({ signal }) => call<{ messages: MessageShape[] }>('GET', `${path}/messages`, undefined, signal),
    refetchInterval: REFRESH_MS,
  });
  const send = useMutation({
    mutationFn: (messageId: string | null) =>
      messageId === null ? call('POST', `${path}/test`) : call('POST', `${path}/replay`, { messageId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['messages', endpoint.id] }),
  });
  const active = endpoint.state === 'active';
  return (
    <section className="card endpoint" aria-label={endpoint.url}>
      <div className="endpoint-head">
        <h2 className="mono">{endpoint.url}</h2>
        <span className={`badge badge-${active ? 'ok' : 'warn'}`}>
          <Icon name={active ? 'check' : 'warn'} size={14} />
          {active ? 'Active' : endpoint.state}
        </span>
        <span className="small muted">{endpoint.types.length === 0 ? 'all events' : endpoint.types.join(', ')}</span>
        {mayChange && (
          <div className="row row-end grow">
            <Button variant="default" size="sm" loading={send.isPending} onClick={() => send.mutate(null)}>
              Send a test
            </Button>
            <Button variant="default" size="sm" onClick={() => onRotate(endpoint)}>
              New secret
            </Button>
            <Button variant="subtle" color="bad" size="sm" onClick={() => onRemove(endpoint)}>
              Remove
            </Button>
          </div>
        )}
      </div>
      <RefusalNote error={send.error} />
      {data?.messages.length === 0 && <p className="muted small">Nothing was sent yet.</p>}
      {data && data.messages.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={`Messages to ${endpoint.url}`}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">No.</Table.Th>
                <Table.Th scope="col">Event</Table.Th>
                <Table.Th scope="col">Delivery</Table.Th>
                <Table.Th scope="col">
                  <span className="hidden-words">What to do</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.messages.slice(0, SHOWN).map((message) => (
                <Table.Tr key={message.messageId}>
                  <Table.Td>{message.sequence}</Table.Td>
                  <Table.Td>{message.type}</Table.Td>
                  <Table.Td>{deliveryWords(message)}</Table.Td>
                  <Table.Td>
                    {mayChange && message.state !== 'pending' && (
                      <Button variant="subtle" size="compact-sm" onClick={() => send.mutate(message.messageId)}>
                        Send again<span className="hidden-words">: {message.sequence}</span>
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

function deliveryWords({ state, tries, doneAt, nextAt }: MessageShape): string {
  const times = tries === 1 ? '1 try' : `${tries} tries`;
  if (state === 'pending') return tries === 0 ? 'Being sent' : `${times}, again at ${formatTimeOfDay(nextAt, 'en')}`;
  if (doneAt === null) return `${state}, ${times}`;
  return `${state === 'delivered' ? 'Delivered' : state} ${formatTimeOfDay(doneAt, 'en')}, ${times}`;
}
