import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKeyShape, NewApiKeyShape, PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { TextField } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';
import { ShownOnce } from '../ui/shown-once.jsx';
import { KeyForm } from './key-form.jsx';
import { PartnerEndpoints } from './partner-endpoints.jsx';
import { PartnerDetails } from './partner-details.jsx';
import { KeyTable } from './key-table.jsx';
import { PartnerPeople } from './partner-people.jsx';

/** Lists partners, and the API keys of partners and of the promoter's own programs. */
export function PartnersPage() {
  const heading = useHeading('Partners');
  const queries = useQueryClient();
  const { mayChange } = useSession();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [made, setMade] = useState<NewApiKeyShape | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const again = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['partners'] });
    await queries.invalidateQueries({ queryKey: ['api-keys'] });
  };
  const partners = useQuery({
    queryKey: ['partners'],
    queryFn: ({ signal }) => call<{ partners: PartnerShape[] }>('GET', 'partners', undefined, signal),
  });
  const keys = useQuery({
    queryKey: ['api-keys'],
    enabled: mayChange,
    queryFn: ({ signal }) => call<{ keys: ApiKeyShape[] }>('GET', 'api-keys', undefined, signal),
  });
  const add = useMutation({
    mutationFn: () => call<PartnerShape>('POST', 'partners', { name: name.trim(), email: email.trim() }),
    onSuccess: async () => {
      setName('');
      setEmail('');
      await again();
    },
  });
  const askArchive = ({ id, name: of }: PartnerShape): void =>
    setQuestion({
      title: `Archive ${of}?`,
      action: 'Archive',
      bad: true,
      body: <p>Its keys stop working and its endpoints are disabled at once. Its orders and events stay.</p>,
      run: async () => {
        await call('DELETE', `partners/${id}`);
        await again();
      },
    });
  const list = partners.data?.partners ?? [];
  const all = keys.data?.keys ?? [];
  const tableOf = (partnerId: string | null) => (
    <KeyTable
      keys={all.filter((key) => key.partnerId === partnerId)}
      mayChange={mayChange}
      onAsk={setQuestion}
      onMade={setMade}
      onChanged={again}
    />
  );
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Partners
        </h1>
        <p className="muted">Who else sells or is told what happens, and the keys that programs call with.</p>
      </div>
      <RefusalNote error={partners.error ?? keys.error ?? add.error} />
      {made && (
        <ShownOnce secret={made.key} done="I have saved it" onDone={() => setMade(null)}>
          The new key. It is shown only now:
        </ShownOnce>
      )}
      {mayChange && (
        <form
          className="card add-row"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <TextField
            label="Name of a new partner"
            value={name}
            onChange={setName}
            required
            maxLength={120}
            className="grow"
          />
          <TextField label="E-mail" type="email" value={email} onChange={setEmail} required className="grow" />
          <Button type="submit" loading={add.isPending}>
            Add
          </Button>
        </form>
      )}
      {partners.isPending && <p className="muted">Loading partners…</p>}
      {partners.data && list.length === 0 && <p className="empty">There is no partner yet.</p>}
      {list.map((partner) => (
        <section key={partner.id} className="card endpoint" aria-label={partner.name}>
          <div className="endpoint-head">
            <h2>{partner.name}</h2>
            <span className="small muted">{partner.email}</span>
            {mayChange && (
              <div className="row row-end grow">
                <PartnerDetails partner={partner} onSaved={again} />
                <Button variant="subtle" color="bad" size="sm" onClick={() => askArchive(partner)}>
                  Archive
                </Button>
              </div>
            )}
          </div>
          {mayChange && <PartnerPeople partner={partner} onAsk={setQuestion} />}
          {mayChange && <h3>API keys</h3>}
          {tableOf(partner.id)}
          {mayChange && <KeyForm partner={partner} onMade={setMade} onChanged={again} />}
          <PartnerEndpoints partner={partner} />
        </section>
      ))}
      {mayChange && (
        <section className="card endpoint" aria-label="Your own keys">
          <div className="endpoint-head">
            <h2>Your own keys</h2>
            <span className="small muted">for programs of yours</span>
          </div>
          {tableOf(null)}
          <KeyForm partner={null} onMade={setMade} onChanged={again} />
        </section>
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}
