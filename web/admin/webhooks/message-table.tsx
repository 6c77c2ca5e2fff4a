import { Button, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import type { AttemptsPage, MessageShape } from '../../../src/contract/partners/webhook-shapes.js';
import { formatShortDayAndTime, formatTimeOfDay } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';

/** Of each endpoint, so that a page of several is read at a glance. */
const SHOWN_FIRST = 8;
const SHOWN_MORE = 20;

interface Props {
  path: string;
  label: string;
  /** Whether the receiver fails or has asked for a pause: what is new waits behind the oldest. */
  isHeld: boolean;
  messages: readonly MessageShape[];
  onReplay: ((messageId: string) => void) | null;
}

/** Lists an endpoint's newest messages; one expands to its payload and attempts. */
export function MessageTable({ path, label, isHeld, messages, onReplay }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  const [shown, setShown] = useState(SHOWN_FIRST);
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
        <Table className="messages">
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
            {messages.slice(0, shown).map((message) => (
              <Fragment key={message.messageId}>
                <Table.Tr>
                  <Table.Td>{message.sequence === 0 ? '–' : message.sequence}</Table.Td>
                  <Table.Td>{message.type}</Table.Td>
                  <Table.Td>{deliveryWords(message, isHeld)}</Table.Td>
                  <Table.Td>
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-expanded={open === message.messageId}
                      onClick={() => setOpen(open === message.messageId ? null : message.messageId)}
                    >
                      Details<span className="hidden-words">: {message.sequence}</span>
                    </Button>
                    {onReplay && message.state !== 'pending' && (
                      <Button variant="subtle" size="compact-sm" onClick={() => onReplay(message.messageId)}>
                        Send again<span className="hidden-words">: {message.sequence}</span>
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
                {open === message.messageId && (
                  <Table.Tr className="message-details">
                    <Table.Td colSpan={4}>
                      <MessageDetails path={path} message={message} />
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {messages.length > shown && (
        <Button variant="subtle" size="sm" onClick={() => setShown(shown + SHOWN_MORE)}>
          Show older ones
        </Button>
      )}
    </>
  );
}

function MessageDetails({ path, message }: { path: string; message: MessageShape }) {
  const { data, error } = useQuery({
    queryKey: ['attempts', message.messageId, message.tries],
    queryFn: ({ signal }) =>
      call<AttemptsPage>('GET', `${path}/messages/${message.messageId}/attempts`, undefined, signal),
  });
  return (
    <div className="stack" role="region" aria-label={`Message ${message.messageId}`}>
      <h3>
        {message.type} <code className="small muted">{message.messageId}</code>
      </h3>
      <RefusalNote error={error} />
      {data?.attempts.length === 0 && <p className="muted small">Not tried yet.</p>}
      <ul className="small">
        {data?.attempts.map((attempt) => (
          <li key={attempt.at}>
            {whenWords(attempt.at)}: {attempt.status ?? 'no answer'} in {attempt.tookMs} ms
            {attempt.note === '' ? '' : `, “${attempt.note}”`}
          </li>
        ))}
      </ul>
      <pre className="table-scroll small" tabIndex={0} aria-label="Payload">
        {JSON.stringify(message.payload, null, 2)}
      </pre>
    </div>
  );
}

const dayOf = (time: string): string => new Date(time).toDateString();

/** Retries last for days, so other days than today are named. */
function whenWords(at: string): string {
  return dayOf(at) === new Date().toDateString() ? formatTimeOfDay(at, 'en-GB') : formatShortDayAndTime(at, 'en-GB');
}

function deliveryWords({ state, tries, doneAt, nextAt }: MessageShape, isHeld: boolean): string {
  const times = tries === 1 ? '1 try' : `${tries} tries`;
  if (state === 'skipped') return 'Not sent: the endpoint was disabled';
  if (state === 'pending' && tries === 0) return isHeld ? 'Waiting for the older ones' : 'Being sent';
  if (state === 'pending') return `${times}, again at ${whenWords(nextAt)}`;
  const at = doneAt === null ? '' : ` ${whenWords(doneAt)}`;
  return `${state === 'delivered' ? 'Delivered' : 'Given up'}${at}, ${times}`;
}
