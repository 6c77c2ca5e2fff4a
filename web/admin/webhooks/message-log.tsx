import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { webhookEventTypes } from '../../../src/contract/partners/webhook-events.js';
import type { EndpointShape, MessagesPage } from '../../../src/contract/partners/webhook-shapes.js';
import { call } from '../net/api.js';
import { type FieldErrors, noErrors, NumberField, SelectField } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { MessageTable } from './message-table.jsx';

const REFRESH_MS = 5_000;
/** Read at a glance, without a filter. */
const FEW = 4;
const states = [
  { value: '', label: 'Any delivery' },
  { value: 'pending', label: 'Being sent' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Given up' },
  { value: 'skipped', label: 'Not sent' },
];
const types = [{ value: '', label: 'Any event' }, ...webhookEventTypes.map((type) => ({ value: type, label: type }))];

interface Props {
  path: string;
  endpoint: EndpointShape;
  /** null: read-only. */
  onReplay: ((body: object) => void) | null;
}

/** An endpoint's messages, filtered and paged by the server; replays one message or a range. */
export function MessageLog({ path, endpoint, onReplay }: Props) {
  const [state, setState] = useState('');
  const [type, setType] = useState('');
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['messages', endpoint.id, state, type],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...(state && { state }),
        ...(type && { type }),
        ...(pageParam && { before: pageParam }),
      });
      return call<MessagesPage>('GET', `${path}/messages?${query}`, undefined, signal);
    },
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const messages = data?.pages.flatMap((page) => page.messages) ?? [];
  const isFiltered = state !== '' || type !== '';
  return (
    <>
      <RefusalNote error={error} />
      {data && messages.length === 0 && !isFiltered && <p className="muted small">Nothing was sent yet.</p>}
      {(messages.length > FEW || isFiltered) && (
        <div className="filters">
          <SelectField label="Event" value={type} options={types} onChange={setType} />
          <SelectField label="Delivery" value={state} options={states} onChange={setState} />
        </div>
      )}
      {data && messages.length === 0 && isFiltered && <p className="muted small">No message matches.</p>}
      {messages.length > 0 && (
        <MessageTable
          path={path}
          label={`Messages to ${endpoint.url}`}
          isHeld={endpoint.failingSince !== null || endpoint.pausedUntil !== null}
          messages={messages}
          onReplay={onReplay && ((messageId) => onReplay({ messageId }))}
        />
      )}
      {hasNextPage && (
        <Button variant="subtle" size="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Read older messages
        </Button>
      )}
      {onReplay && messages.length > 0 && <RangeForm onReplay={onReplay} />}
    </>
  );
}

const NUMBER = /^\d{1,15}$/;

function RangeForm({ onReplay }: { onReplay: (body: object) => void }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const wrong = new Map<string, string>();
    const [first, last] = [from.trim(), to.trim()];
    if (!NUMBER.test(first) || Number(first) < 1) wrong.set('from', 'The number of an event.');
    if (last !== '' && (!NUMBER.test(last) || Number(last) < Number(first)))
      wrong.set('to', 'Not before the first one.');
    setErrors(wrong);
    if (wrong.size > 0) return;
    onReplay({ from: Number(first), ...(last === '' ? {} : { to: Number(last) }) });
    setFrom('');
    setTo('');
  };
  return (
    <details className="more">
      <summary>Send a range again</summary>
      <form className="stack" onSubmit={submit} noValidate>
        <div className="field-row">
          <NumberField label="From number" value={from} onChange={setFrom} error={errors.get('from')} />
          <NumberField
            label="To number"
            why="Empty: the newest."
            value={to}
            onChange={setTo}
            error={errors.get('to')}
          />
        </div>
        <div className="row row-end">
          <Button type="submit" variant="default">
            Send them again
          </Button>
        </div>
      </form>
    </details>
  );
}
