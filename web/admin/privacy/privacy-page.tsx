import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { BuyerErasure, BuyerExport } from '../../../src/contract/orders/ticket-shapes.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { saveFile } from '../ui/download.js';
import { type FieldErrors, noErrors, TextField, useFirstError } from '../ui/fields.jsx';
import { Icon } from '../ui/icons.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';
import { useAction } from '../ui/use-action.js';

/** Handles a buyer's legal requests: access to their data, and its erasure. */
export function PrivacyPage() {
  const heading = useHeading('Buyers’ data');
  const { mayChange } = useSession();
  const [email, setEmail] = useState('');
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const [found, setFound] = useState<BuyerExport | null>(null);
  const [erased, setErased] = useState<BuyerErasure | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const { busy, error, run, setError } = useAction();
  const form = useFirstError(errors);
  const look = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setFound(null);
    setErased(null);
    setError(null);
    const wrong = /^\S+@\S+\.\S+$/.test(email.trim()) ? noErrors : new Map([['email', 'A whole e-mail address.']]);
    setErrors(wrong);
    if (wrong.size > 0) return;
    await run(async () => {
      setFound(await call<BuyerExport>('POST', 'privacy/exports', { email: email.trim() }));
    });
  };
  const askErase = ({ email: of, orders }: BuyerExport): void =>
    setQuestion({
      title: 'Erase this buyer?',
      action: 'Erase name and address',
      bad: true,
      word: 'erase',
      body: (
        <p>
          Name and e-mail of {of} are taken out of {orders.length === 1 ? 'one order' : `${orders.length} orders`}.
          Amounts stay, for the books. Orders that have not ended keep theirs until they have. This cannot be undone.
        </p>
      ),
      run: async () => {
        setErased(await call<BuyerErasure>('POST', 'privacy/erasures', { email: of }));
        setFound(null);
      },
    });
  if (!mayChange) return <p className="page">Owners and managers answer buyers’ questions about their data.</p>;
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Buyers’ data
        </h1>
      </div>
      <p className="field-why">
        When a buyer asks what you keep of them, or asks you to forget them. First make sure that the address is theirs:
        answer only to it. Both are in the log.
      </p>
      <form ref={form} className="card stack" onSubmit={(event) => void look(event)} noValidate>
        <TextField
          type="email"
          label="E-mail of the buyer"
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={setEmail}
          error={errors.get('email')}
        />
        <RefusalNote error={error} />
        <div className="row row-end">
          <Button type="submit" loading={busy}>
            Look
          </Button>
        </div>
      </form>
      {found && (
        <section className="card stack" aria-label="What is kept" role="status">
          <h2>{found.orders.length === 0 ? 'Nothing is kept of this address.' : `${found.email}`}</h2>
          {found.orders.length > 0 && (
            <>
              <p>
                {found.orders.length} {found.orders.length === 1 ? 'order' : 'orders'},{' '}
                {found.orders.reduce((sum, { tickets }) => sum + tickets.length, 0)} tickets,{' '}
                {found.orders.reduce((sum, { mails }) => sum + mails.length, 0)} mails.
                {!found.complete && ' There are more than one export holds.'}
              </p>
              <div className="row">
                <Button onClick={() => saveFile('buyer-data.json', 'application/json', JSON.stringify(found, null, 2))}>
                  Download for the buyer
                </Button>
                <Button variant="default" color="bad" onClick={() => askErase(found)}>
                  Erase …
                </Button>
              </div>
            </>
          )}
        </section>
      )}
      {erased && (
        <p className="note" role="status">
          <Icon name="check" /> {erased.erased} {erased.erased === 1 ? 'order names' : 'orders name'} nobody any more.
          {erased.kept.length > 0 && ` ${erased.kept.length} have not ended: ask again when they have.`}
        </p>
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}
