import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import type { StaffSessionShape } from '../../../src/contract/staff-shapes.js';
import { call, Refusal } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { Icon } from '../ui/icons.jsx';
import { RopeMark } from '../ui/rope-mark.jsx';
import { signIn } from './session.js';

/** The one-time token of the link that the server printed; null on an ordinary visit. */
export function ownerToken(): string | null {
  return /^#owner=([\w-]{20,100})$/.exec(location.hash)?.[1] ?? null;
}

const MIN_PASSWORD = 12;

/** The door: sign in, or become the first owner by the one-time link. */
export function SignInPage(props: { why: string | null; onSignedIn: (session: StaffSessionShape) => void }) {
  const [token, setToken] = useState(ownerToken);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const title = token === null ? 'Sign in' : 'Become the owner';
  useEffect(() => {
    document.title = `${title} · Ropeline`;
  }, [title]);

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email = '', password = '', name = ''] = ['email', 'password', 'name'].map((field) => {
      const value = form.get(field);
      return typeof value === 'string' ? value : '';
    });
    setBusy(true);
    setError(null);
    try {
      if (token !== null) {
        await call('POST', 'owner', { token, email, password, name });
        history.replaceState(null, '', location.pathname);
        setToken(null);
      }
      props.onSignedIn(await signIn(email, password));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="door">
      <RopeMark />
      <h1>{title}</h1>
      {token === null ? (
        <p className="muted">The control room of your sales.</p>
      ) : (
        <p className="muted">This link works once, for 15 minutes. You then invite everybody else.</p>
      )}
      {props.why !== null && (
        <p className="note" role="status">
          <Icon name="clock" /> {props.why}
        </p>
      )}
      <form onSubmit={(event) => void submit(event)}>
        {token !== null && (
          <TextInput name="name" label="Your name" autoComplete="name" required maxLength={100} size="md" />
        )}
        <TextInput name="email" type="email" label="E-mail" autoComplete="username" required size="md" autoFocus />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete={token === null ? 'current-password' : 'new-password'}
          required
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': 'Show what you type', tabIndex: 0, 'aria-hidden': false }}
          {...(token === null ? {} : { minLength: MIN_PASSWORD, description: `At least ${MIN_PASSWORD} characters.` })}
        />
        {error instanceof Refusal && error.code === 'RATE_LIMITED' ? (
          <p className="note note-bad" role="alert">
            <Icon name="warn" /> Too many tries. Wait {waitWords(error.problem?.retryAfterMs)} and try again.
          </p>
        ) : (
          <RefusalNote error={error} />
        )}
        <Button type="submit" fullWidth loading={busy} size="lg">
          {title}
        </Button>
      </form>
    </main>
  );
}

const waitWords = (ms = 60_000): string =>
  ms < 90_000 ? `${Math.ceil(ms / 1000)} seconds` : `${Math.ceil(ms / 60_000)} minutes`;
