import { Button } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  BuyerMessageList,
  BuyerMessageShape,
  MessageAudienceShape,
} from '../../../src/contract/orders/buyer-message-shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { formatDayAndTime, formatShortDayAndTime } from '../../shared/format/time.js';
import { withTimes } from '../../../src/contract/sale/notice.js';
import { withToken } from '../control/switches/notice-draft.js';
import { people } from '../control/figures/words.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { AreaField, CheckField, TextField } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { languageName } from '../ui/languages.js';
import { SaleHead } from '../ui/sale-head.jsx';
import { TimeToken } from '../ui/time-token.jsx';
import { Variants } from '../ui/variants.jsx';
import {
  audienceWords,
  bodyOf,
  emptyMessage,
  emptyText,
  type MailText,
  type MessageDraft,
  missingIn,
  progressWords,
} from './message-draft.js';

const REFRESH_MS = 2_000;
const SUBJECT = 120;
const TEXT = 4_000;

/** Writes to whoever has tickets, by mail, and shows how far earlier messages have come. */
export function MessagesPage({ saleId }: { saleId: string }) {
  const { mayChange } = useSession();
  const { data: sale } = useQuery({
    queryKey: ['sale', saleId],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${saleId}`, undefined, signal),
  });
  const { data, error } = useQuery({
    queryKey: ['messages', saleId],
    queryFn: ({ signal }) => call<BuyerMessageList>('GET', `sales/${saleId}/messages`, undefined, signal),
    refetchInterval: ({ state }) => (state.data?.messages.some((one) => one.state === 'sending') ? REFRESH_MS : false),
  });
  return (
    <section className="page">
      <SaleHead saleId={saleId} title="Messages to buyers" />
      {sale && mayChange && <MessageForm sale={sale} />}
      <section className="card stack" aria-labelledby="sent-messages">
        <h2 id="sent-messages">What was sent</h2>
        <RefusalNote error={error} />
        {data?.messages.length === 0 && <p className="muted">Nothing yet.</p>}
        <ul className="lines">
          {data?.messages.map((message) => (
            <SentMessage key={message.id} message={message} />
          ))}
        </ul>
      </section>
    </section>
  );
}

function SentMessage({ message }: { message: BuyerMessageShape }) {
  const { subject, text, at, progress, people: all, state } = message;
  return (
    <li className="stack">
      <p>
        <span className="strong">{subject}</span>{' '}
        <span className="small muted">{formatShortDayAndTime(at, 'en-GB')}</span>
      </p>
      <p className="pre small">{text}</p>
      {state === 'sending' && progress !== null && (
        <progress max={all} value={all - progress.waiting} aria-label={`Sending “${subject}”`} />
      )}
      <p className="small muted" role="status">
        {progressWords(message)}
      </p>
    </li>
  );
}

function MessageForm({ sale }: { sale: StaffSaleShape }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<MessageDraft>(emptyMessage);
  const [asked, setAsked] = useState(false);
  const change = (part: Partial<MessageDraft>): void => {
    setAsked(false);
    setDraft((before) => ({ ...before, ...part }));
  };
  const { ticketTypeIds, sections } = draft;
  const { data: audience, error } = useQuery({
    queryKey: ['audience', sale.id, ticketTypeIds, sections],
    queryFn: ({ signal }) =>
      call<MessageAudienceShape>('POST', `sales/${sale.id}/messages/audience`, { ticketTypeIds, sections }, signal),
    placeholderData: keepPreviousData,
  });
  const send = useMutation({
    mutationFn: () => call<BuyerMessageShape>('POST', `sales/${sale.id}/messages`, bodyOf(draft)),
    onSuccess: () => {
      setDraft(emptyMessage);
      setAsked(false);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['messages', sale.id] }),
  });
  const missing = missingIn(draft);
  const toggled = (list: readonly string[], key: string, on: boolean): string[] =>
    on ? [...list, key] : list.filter((other) => other !== key);
  return (
    <form
      className="card stack"
      aria-label="A new message"
      onSubmit={(event) => {
        event.preventDefault();
        if (asked) send.mutate();
        else setAsked(true);
      }}
    >
      <fieldset className="field">
        <legend>Who gets it</legend>
        <p className="field-why">
          Choose none for everybody who has a ticket. Whoever a ticket was passed on to gets it instead of the buyer.
        </p>
        <div className="check-grid">
          {sale.ticketTypes.map(({ id, name }) => (
            <CheckField
              key={id}
              label={name}
              checked={ticketTypeIds.includes(id)}
              onChange={(on) => change({ ticketTypeIds: toggled(ticketTypeIds, id, on) })}
            />
          ))}
        </div>
      </fieldset>
      {audience && audience.sections.length > 0 && (
        <details className="more">
          <summary>Only some sections</summary>
          <div className="check-grid">
            {audience.sections.map(({ key, label }) => (
              <CheckField
                key={key}
                label={label}
                checked={sections.includes(key)}
                onChange={(on) => change({ sections: toggled(sections, key, on) })}
              />
            ))}
          </div>
        </details>
      )}
      <p role="status">{audience ? audienceWords(audience) : 'Counting…'}</p>
      <RefusalNote error={error} />
      <TextField
        label="Subject"
        maxLength={SUBJECT}
        value={draft.subject}
        onChange={(subject) => change({ subject })}
      />
      <AreaField
        label="Text"
        why="About their tickets only: it cannot be unsubscribed. Links to your own pages alone are sent."
        maxLength={TEXT}
        rows={6}
        value={draft.text}
        onChange={(text) => change({ text })}
      />
      <TimeToken
        timeZone={sale.show.timeZone}
        onAdd={(at) => change({ text: withToken(draft.text, at), texts: withTokens(draft.texts, at) })}
      />
      {draft.text.includes('{time:') && (
        <p className="preview pre" role="status">
          {withTimes(draft.text, (at) => formatDayAndTime(at, 'en-GB', sale.show.timeZone))}
        </p>
      )}
      <details className="more">
        <summary>In other languages, for those who bought in them</summary>
        <div className="stack">
          <Variants
            written={Object.keys(draft.texts)}
            {...(audience && { readers: audience.languages })}
            field={(language) => (
              <VariantFields
                language={language}
                mail={draft.texts[language] ?? emptyText}
                onChange={(mail) => change({ texts: { ...draft.texts, [language]: mail } })}
              />
            )}
          />
        </div>
      </details>
      <RefusalNote error={send.error} />
      {asked && audience && (
        <p className="note" role="alert">
          This mails {people(audience.people)} at once. It cannot be taken back.
        </p>
      )}
      <div className="row row-end">
        {missing !== null && <p className="small muted grow">{missing}</p>}
        <Button
          type="submit"
          disabled={missing !== null || !audience || audience.people === 0}
          loading={send.isPending}
        >
          {asked ? `Yes, send to ${people(audience?.people ?? 0)}` : 'Send…'}
        </Button>
      </div>
    </form>
  );
}

const withTokens = (texts: MessageDraft['texts'], at: number): MessageDraft['texts'] =>
  Object.fromEntries(
    Object.entries(texts).map(([language, mail]) => [
      language,
      mail.text === '' ? mail : { ...mail, text: withToken(mail.text, at) },
    ]),
  );

function VariantFields({
  language,
  mail,
  onChange,
}: {
  language: string;
  mail: MailText;
  onChange: (mail: MailText) => void;
}) {
  return (
    <>
      <TextField
        label={`Subject in ${languageName(language)}`}
        maxLength={SUBJECT}
        value={mail.subject}
        onChange={(subject) => onChange({ ...mail, subject })}
      />
      <AreaField
        label={`Text in ${languageName(language)}`}
        lang={language}
        maxLength={TEXT}
        rows={6}
        value={mail.text}
        onChange={(text) => onChange({ ...mail, text })}
      />
    </>
  );
}
