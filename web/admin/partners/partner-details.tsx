import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import { call } from '../net/api.js';
import { Dialog, DialogActions } from '../ui/dialog.jsx';
import { type FieldErrors, noErrors, TextField, useFirstError } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';

/** Changes a partner's name or address; its keys, endpoints and events are unaffected. */
export function PartnerDetails({ partner, onSaved }: { partner: PartnerShape; onSaved: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(partner.name);
  const [email, setEmail] = useState(partner.email);
  const [version, setVersion] = useState(partner.version);
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const [error, setError] = useState<unknown>(null);
  const form = useFirstError(errors);
  const begin = (): void => {
    setName(partner.name);
    setEmail(partner.email);
    setVersion(partner.version);
    setErrors(noErrors);
    setError(null);
    setOpen(true);
  };
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const wrong = new Map<string, string>();
    if (name.trim() === '') wrong.set('name', 'A partner needs a name.');
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) wrong.set('email', 'A whole e-mail address.');
    setErrors(wrong);
    setError(null);
    if (wrong.size > 0) return;
    try {
      await call('PATCH', `partners/${partner.id}`, { name: name.trim(), email: email.trim(), version });
      await onSaved();
      setOpen(false);
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <>
      <Button variant="subtle" size="sm" onClick={begin}>
        Change<span className="hidden-words"> {partner.name}</span>
      </Button>
      <Dialog
        opened={open}
        onClose={() => setOpen(false)}
        title="Change the partner"
        closeLabel="Close without changing"
      >
        <form ref={form} className="stack" onSubmit={(event) => void save(event)} noValidate>
          <TextField label="Name" maxLength={120} value={name} onChange={setName} error={errors.get('name')} />
          <TextField
            label="E-mail"
            type="email"
            why="Where you reach them."
            value={email}
            onChange={setEmail}
            error={errors.get('email')}
          />
          <RefusalNote error={error} />
          <DialogActions onClose={() => setOpen(false)}>
            <Button type="submit">Change it now</Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
