import { Button } from '@mantine/core';
import { type SubmitEvent, useEffect, useMemo, useRef, useState } from 'react';
import { currencies } from '../../../../src/contract/money/money.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { call, Refusal } from '../../net/api.js';
import { ErrorCount, noErrors, SelectField, useFirstError } from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { go, useHeading } from '../../ui/router.jsx';
import { bodyOf, errorsFromServer } from './draft-body.js';
import { hintsOf } from './draft-checks.js';
import { EntryFields } from './entry-fields.jsx';
import { FanPreview } from './fan-preview.jsx';
import { LimitFields } from './limit-fields.jsx';
import { forgetDraft, keptBeside } from './kept-draft.js';
import { LookFields } from './look-fields.jsx';
import { MapSelect, useSeatMaps } from './map-fields.jsx';
import { draftOf } from './open-draft.js';
import { PaceFields } from './pace-fields.jsx';
import { type DraftErrors, emptyTicket, MOST, type SaleDraft } from './sale-draft.js';
import { SavedElsewhere } from './saved-elsewhere.jsx';
import { ShowFields, TimeFields } from './show-fields.jsx';
import { SaleTabs } from '../sale-tabs.jsx';
import { TicketFields } from './ticket-fields.jsx';
import { DraftSaver } from './draft-saver.js';
import { isElsewhere, saveWords, useAutosave } from './use-autosave.js';

interface Props {
  title: string;
  start: SaleDraft;
  /** null: saving makes a new sale. */
  saleId: string | null;
  /** Under which unsaved input is kept in this browser. */
  form?: string;
  /** Of the draft as it was read. */
  version?: string;
  /** What the form was filled with, where that is not plain. */
  note?: string;
}

/** Creates or edits a draft beside a preview of the fan page. It stays a draft until published. */
export function SaleForm({ title, start, saleId, version, form: name = saleId ?? 'new', note }: Props) {
  const heading = useHeading(title);
  const [found] = useState(() => keptBeside(name, saleId === null ? null : start));
  const [isFound, setFound] = useState(found !== null);
  const [draft, setDraft] = useState(found?.draft ?? start);
  const [errors, setErrors] = useState<DraftErrors>(noErrors);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const hints = useMemo(() => hintsOf(draft, Date.now()), [draft]);
  const [saver] = useState(() =>
    saleId === null ? null : new DraftSaver(saleId, found && found.version !== version ? null : (version ?? null)),
  );
  const { state: saveState, restart } = useAutosave(saver, name, draft);
  const isOver = useRef(false);
  useEffect(() => {
    if (saveState.kind === 'saved') setFound(false);
  }, [saveState.kind]);
  const form = useFirstError(errors);
  const change = (changes: Partial<SaleDraft>): void => setDraft((before) => ({ ...before, ...changes }));
  const part = { draft, errors, hints, change };

  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const replaces = isOver.current;
    isOver.current = false;
    setError(null);
    const made = bodyOf(draft);
    if ('errors' in made) return setErrors(made.errors);
    setErrors(noErrors);
    setBusy(true);
    try {
      const sale = saver
        ? await (replaces ? saver.saveOver(made.body) : saver.save(made.body))
        : await call<StaffSaleShape>('POST', 'sales', made.body);
      forgetDraft(name);
      go(`/admin/sales/${sale.id}`);
    } catch (thrown) {
      const shown = refusedFields(draft, thrown);
      setErrors(shown.errors);
      setError(shown.error);
      setBusy(false);
    }
  };
  const startAgain = async (): Promise<void> => {
    setError(null);
    setBusy(true);
    try {
      const begun = saver ? draftOf((await saver.readAgain()).input, Date.now()) : start;
      forgetDraft(name);
      restart(begun);
      setDraft(begun);
      setErrors(noErrors);
      setFound(false);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="page new-sale">
      <form ref={form} className="stack" onSubmit={(event) => void save(event)} noValidate>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {saleId && <SaleTabs saleId={saleId} />}
        {note && !isFound && <p className="note">{note}</p>}
        {isFound && (
          <p className="note" role="status">
            <span>
              This is what you typed here before and did not save.{' '}
              <button type="button" className="text-button" disabled={busy} onClick={() => void startAgain()}>
                {saleId ? 'Go back to what is saved' : note ? 'Start with the copy again' : 'Start with an empty form'}
              </button>
            </span>
          </p>
        )}
        <ShowFields {...part} />
        <TimeFields {...part} />
        <TicketsFields {...part} />
        <EntryFields {...part} />
        <LimitFields {...part} />
        <PaceFields {...part} />
        <fieldset className="card stack">
          <legend>7. Your look, and who sells</legend>
          <LookFields {...part} />
        </fieldset>
        <div className="save-bar">
          <p className="small muted grow" role="status">
            {saveWords(saveState, saleId === null)}
          </p>
          <ErrorCount errors={errors} />
          {saver?.isBehind && (
            <SavedElsewhere
              form={name}
              onReplace={() => {
                isOver.current = true;
                form.current?.requestSubmit();
              }}
            />
          )}
          {error instanceof Refusal && error.status === 404 ? (
            <p className="note note-bad" role="alert">
              Somebody deleted this draft, so it cannot be saved. What you typed stays here until you leave.
            </p>
          ) : (
            !isElsewhere(error) && <RefusalNote error={error} />
          )}
          <Button variant="default" onClick={() => go(saleId ? `/admin/sales/${saleId}` : '/admin')}>
            Leave
          </Button>
          <Button type="submit" loading={busy}>
            Save as draft
          </Button>
        </div>
      </form>
      <FanPreview draft={draft} />
    </section>
  );
}

/** Separates errors shown beside their fields, a taken slug included, from those shown above the button. */
function refusedFields(draft: SaleDraft, thrown: unknown): { errors: DraftErrors; error: unknown } {
  if (!(thrown instanceof Refusal)) return { errors: noErrors, error: thrown };
  if (thrown.code === 'SLUG_TAKEN')
    return { errors: new Map([['slug', 'Another sale has this address. Choose another one.']]), error: null };
  const { errors, rest } = errorsFromServer(draft, thrown.problem?.errors ?? []);
  return { errors, error: errors.size > 0 && rest.length === 0 ? null : thrown };
}

function TicketsFields({ draft, errors, hints, change }: Parameters<typeof ShowFields>[0]) {
  const { tickets } = draft;
  const maps = useSeatMaps();
  const map = maps.find(({ id }) => id === draft.seatMapId) ?? null;
  const mapSeats = map?.seats ?? 0;
  useEffect(() => {
    if (mapSeats !== draft.mapSeats) change({ mapSeats });
  });
  return (
    <fieldset className="card stack">
      <legend>3. The tickets</legend>
      <div className="field-row">
        <SelectField
          label="Currency"
          why="What cards are charged in. It cannot change after publishing."
          value={draft.currency}
          options={[...currencies.keys()].map((code) => ({ value: code, label: currencyName(code) }))}
          onChange={(currency) => change({ currency })}
          error={errors.get('currency') ?? errors.get('tickets')}
        />
      </div>
      <MapSelect
        maps={maps}
        value={draft.seatMapId}
        onChange={(seatMapId) =>
          // zones and sections are of one map
          change({ seatMapId, tickets: tickets.map((ticket) => ({ ...ticket, zones: [], mapSections: [] })) })
        }
      />
      {tickets.map((ticket, index) => (
        <TicketFields
          key={ticket.key}
          {...{ ticket, errors, hints, map }}
          number={index + 1}
          currency={draft.currency}
          onChange={(changes) =>
            change({ tickets: tickets.map((one) => (one.key === ticket.key ? { ...one, ...changes } : one)) })
          }
          onRemove={
            tickets.length > 1 ? () => change({ tickets: tickets.filter(({ key }) => key !== ticket.key) }) : null
          }
        />
      ))}
      {tickets.length < MOST.ticketTypes && (
        <Button
          variant="default"
          onClick={() => change({ tickets: [...tickets, emptyTicket(1 + Math.max(...tickets.map(({ key }) => key)))] })}
        >
          Another ticket type
        </Button>
      )}
    </fieldset>
  );
}

const names = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' });
function currencyName(code: string): string {
  const name = names.of(code);
  return name === undefined ? code : `${code} · ${name}`;
}
