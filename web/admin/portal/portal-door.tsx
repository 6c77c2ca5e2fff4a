import { Button, PasswordInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import type { PartnerSelfShape } from '../../../src/contract/partner-shapes.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { RopeMark } from '../ui/rope-mark.jsx';
import { enter } from './portal-key.js';

/** The door of the portal: a partner comes in with one of its keys. */
export function PortalDoor({ why, onEntered }: { why: string | null; onEntered: (self: PartnerSelfShape) => void }) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = 'Partners · Ropeline';
  }, []);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    setBusy(true);
    setError(null);
    try {
      onEntered(await enter(typeof key === 'string' ? key.trim() : ''));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="door">
      <RopeMark />
      <h1>Partners</h1>
      <p className="muted">Your webhooks: where they go, what was sent, and sending it again.</p>
      {why !== null && (
        <p className="note" role="status">
          {why}
        </p>
      )}
      <form onSubmit={(event) => void submit(event)}>
        <PasswordInput
          name="key"
          label="API key"
          description="It begins with rk_. This tab forgets it when it is closed."
          autoComplete="off"
          required
          size="md"
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': 'Show the key', tabIndex: 0, 'aria-hidden': false }}
        />
        <RefusalNote error={error} />
        <Button type="submit" fullWidth loading={busy} size="lg">
          Continue
        </Button>
      </form>
    </main>
  );
}
