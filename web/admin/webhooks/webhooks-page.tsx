import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EndpointShape } from '../../../src/contract/partners/webhook-shapes.js';
import { call } from '../net/api.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { TextField } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';
import { ShownOnce } from '../ui/shown-once.jsx';
import { EndpointCard } from './endpoint-card.jsx';

/** Manages webhook endpoints, their messages and replays. */
export function WebhooksPage({ mayChange }: { mayChange: boolean }) {
  const heading = useHeading('Webhooks');
  const queries = useQueryClient();
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState<{ of: string; secret: string } | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: ['endpoints'] });
  const { data, error, isPending } = useQuery({
    queryKey: ['endpoints'],
    queryFn: ({ signal }) => call<{ endpoints: EndpointShape[] }>('GET', 'webhook-endpoints', undefined, signal),
  });
  const add = useMutation({
    mutationFn: () => call<EndpointShape>('POST', 'webhook-endpoints', { url: url.trim() }),
    onSuccess: async (made) => {
      setUrl('');
      setSecret({ of: made.url, secret: made.secret ?? '' });
      await again();
    },
  });
  const askRotate = ({ id, url: of }: EndpointShape): void =>
    setQuestion({
      title: 'Make a new secret?',
      action: 'New secret',
      body: <p>Both the old and the new secret sign for a day, so that {hostOf(of)} can change without a gap.</p>,
      run: async () => {
        const made = await call<{ secret: string }>('POST', `webhook-endpoints/${id}/rotate-secret`);
        setSecret({ of, secret: made.secret });
      },
    });
  const askRemove = ({ id, url: of }: EndpointShape): void =>
    setQuestion({
      title: 'Remove this endpoint?',
      action: 'Remove',
      bad: true,
      body: <p>{hostOf(of)} is told nothing any more, and what was not delivered yet is not sent.</p>,
      run: async () => {
        await call('DELETE', `webhook-endpoints/${id}`);
        await again();
      },
    });
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Webhooks
        </h1>
        <p className="muted">
          Signed events about sales, stock, orders and tickets, in order and without gaps.{' '}
          <a href="/docs#/webhooks">What arrives, and how to verify it</a>
        </p>
      </div>
      <RefusalNote error={error ?? add.error} />
      {mayChange && (
        <form
          className="card add-row"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <TextField
            label="Address of a new endpoint"
            type="url"
            placeholder="https://partner.example/hooks"
            value={url}
            onChange={setUrl}
            required
            className="grow"
          />
          <Button type="submit" loading={add.isPending}>
            Add
          </Button>
        </form>
      )}
      {secret && (
        <ShownOnce secret={secret.secret} done="I have saved it" onDone={() => setSecret(null)}>
          The secret of {hostOf(secret.of)}. It is shown only now:
        </ShownOnce>
      )}
      {isPending && <p className="muted">Loading endpoints…</p>}
      {data?.endpoints.length === 0 && (
        <p className="empty">
          {mayChange ? 'No endpoint yet. Add the address that is to receive events.' : 'No endpoint yet.'}
        </p>
      )}
      {data?.endpoints.map((endpoint) => (
        <EndpointCard
          key={endpoint.id}
          base="webhook-endpoints"
          endpoint={endpoint}
          change={mayChange ? { onRotate: askRotate, onRemove: askRemove } : null}
        />
      ))}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
