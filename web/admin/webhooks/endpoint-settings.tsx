import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { webhookEventTypes } from '../../../src/contract/partners/webhook-events.js';
import type { EndpointShape } from '../../../src/contract/partners/webhook-shapes.js';
import { call, Refusal } from '../net/api.js';
import { wholeOf } from '../sales/setup/sale-draft.js';
import { Dialog, DialogActions } from '../ui/dialog.jsx';
import { useAction } from '../ui/use-action.js';
import {
  CheckField,
  ChoiceField,
  type FieldErrors,
  noErrors,
  NumberField,
  TextField,
  useFirstError,
} from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';

const MOST_AT_ONCE = 32;

/** Edits an endpoint's URL, event types and concurrency; its secret and messages in flight are unaffected. */
export function EndpointSettings({ endpoint, onSaved }: { endpoint: EndpointShape; onSaved: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setOpen(true)}>
        Change
      </Button>
      {open && (
        <SettingsDialog
          endpoint={endpoint}
          onClose={() => setOpen(false)}
          onSaved={async () => {
            setOpen(false);
            await onSaved();
          }}
        />
      )}
    </>
  );
}

interface DialogProps {
  endpoint: EndpointShape;
  onClose: () => void;
  onSaved: () => Promise<void>;
}

function SettingsDialog({ endpoint, onClose, onSaved }: DialogProps) {
  const [url, setUrl] = useState(endpoint.url);
  const [description, setDescription] = useState(endpoint.description);
  const [concurrency, setConcurrency] = useState(String(endpoint.concurrency));
  const [all, setAll] = useState<'all' | 'some'>(endpoint.types.length === 0 ? 'all' : 'some');
  const [types, setTypes] = useState<readonly string[]>(endpoint.types);
  const [version] = useState(endpoint.version);
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const { busy, error, run, setError } = useAction();
  const form = useFirstError(errors);
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const wrong = new Map<string, string>();
    const atOnce = wholeOf(concurrency, MOST_AT_ONCE);
    if (!/^https?:\/\/\S{1,}$/.test(url.trim())) wrong.set('url', 'An address that begins with https://.');
    if (atOnce === null) wrong.set('concurrency', `A whole number from 1 to ${MOST_AT_ONCE}.`);
    if (all === 'some' && types.length === 0) wrong.set('types', 'Choose at least one event.');
    setErrors(wrong);
    setError(null);
    if (wrong.size > 0) return;
    await run(async () => {
      try {
        await call('PATCH', `webhook-endpoints/${endpoint.id}`, {
          ...{ url: url.trim(), description: description.trim(), concurrency: atOnce },
          types: all === 'all' ? [] : types,
          version,
        });
      } catch (thrown) {
        if (!(thrown instanceof Refusal && thrown.code === 'ENDPOINT_URL_REFUSED')) throw thrown;
        return setErrors(new Map([['url', thrown.message]]));
      }
      await onSaved();
    });
  };
  return (
    <Dialog onClose={onClose} title="Change the endpoint" size="lg" closeLabel="Close without changing">
      <form ref={form} className="stack" onSubmit={(event) => void save(event)} noValidate>
        <TextField label="Address" type="url" value={url} onChange={setUrl} error={errors.get('url')} />
        <TextField
          label="Note"
          why="For your team: whose it is, what it does."
          maxLength={200}
          value={description}
          onChange={setDescription}
        />
        <NumberField
          label="Messages at once"
          why="1 delivers strictly in order; more is faster for a slow receiver."
          value={concurrency}
          onChange={setConcurrency}
          error={errors.get('concurrency')}
        />
        <ChoiceField
          label="Events"
          value={all}
          onChange={setAll}
          options={[
            { value: 'all', label: 'All, also future ones' },
            { value: 'some', label: 'Only these' },
          ]}
        />
        {all === 'some' && (
          <fieldset className="field" tabIndex={-1} {...(errors.has('types') ? { 'aria-invalid': true } : {})}>
            <legend className="hidden-words">Which events</legend>
            <div className="check-grid">
              {webhookEventTypes.map((type) => (
                <CheckField
                  key={type}
                  label={<span className="mono">{type}</span>}
                  checked={types.includes(type)}
                  onChange={(checked) => setTypes(checked ? [...types, type] : types.filter((one) => one !== type))}
                />
              ))}
            </div>
            {errors.has('types') && <p className="field-error">{errors.get('types')}</p>}
          </fieldset>
        )}
        <RefusalNote error={error} />
        <DialogActions onClose={onClose}>
          <Button type="submit" loading={busy}>
            Change it now
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
