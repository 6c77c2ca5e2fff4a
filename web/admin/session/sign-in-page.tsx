import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import type { StaffSessionShape } from '../../../src/contract/staff/staff-shapes.js';
import { call, Refusal } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { Icon } from '../ui/icons.jsx';
import { revealProps } from '../ui/reveal.js';
import { RopeMark } from '../ui/rope-mark.jsx';
import { useAction } from '../ui/use-action.js';
import { oidcTrouble, OtherWays } from './other-ways.jsx';
import { signIn } from './session.js';

type LinkKind = 'owner' | 'invitation' | 'reset';

/** Returns the one-time link that the page was opened with; null on an ordinary visit. */
export function linkOf(): { kind: LinkKind; token: string } | null {
  const [, kind, token] = /^#(owner|invitation|reset)=([\w-]{20,100})$/.exec(location.hash) ?? [];
  return kind === undefined || token === undefined ? null : { kind: kind as LinkKind, token };
}

const MIN_PASSWORD = 12;
type Step = 'sign-in' | 'code' | 'forgot' | 'asked' | LinkKind;

const words: Record<Step, { title: string; lead: string; action: string }> = {
  'sign-in': { title: 'Sign in', lead: 'The control room of your sales.', action: 'Sign in' },
  code: {
    title: 'Your code',
    lead: 'Enter the six digits of your authenticator app, or one of your recovery codes.',
    action: 'Continue',
  },
  forgot: {
    title: 'New password',
    lead: 'A link to choose one is sent to your e-mail. It works once, for 30 minutes.',
    action: 'Send the link',
  },
  asked: {
    title: 'Check your e-mail',
    lead: 'If this address has an account, a link is on its way. An owner of your team can give you one, too.',
    action: 'Back to sign in',
  },
  owner: {
    title: 'Become the owner',
    lead: 'This link works once, for 15 minutes. You then invite everybody else.',
    action: 'Become the owner',
  },
  invitation: { title: 'Join the team', lead: 'Choose the name and password that you sign in with.', action: 'Join' },
  reset: { title: 'New password', lead: 'You are then signed out everywhere.', action: 'Set the password' },
};

/** Said above the sign-in form once a link was redeemed. */
const doneWords: Record<Exclude<LinkKind, 'owner'>, string> = {
  invitation: 'You are in the team. Sign in with the e-mail that the invitation went to, and your new password.',
  reset: 'Your new password is set, and you are signed out everywhere. Sign in with it.',
};

/** Signs in, or redeems a link: an invitation, a password reset, or the first owner's. */
export function SignInPage(props: { why: string | null; onSignedIn: (session: StaffSessionShape) => void }) {
  const [link, setLink] = useState(linkOf);
  const [step, setStep] = useState<Step>(link?.kind ?? 'sign-in');
  const [credentials, setCredentials] = useState({ email: '', password: '' });
  const [trouble] = useState(() => oidcTrouble(location.hash));
  const [told, setTold] = useState<string | null>(null);
  const { busy, error, run, setError } = useAction();
  const [working, setWorking] = useState(false);
  const { title, lead, action } = words[step];
  useEffect(() => {
    document.title = `${title} · Ropeline`;
  }, [title]);

  const move = (to: Step): void => {
    setError(null);
    setTold(null);
    setStep(to);
  };
  const enter = async (email: string, password: string, code?: string): Promise<void> => {
    setCredentials({ email, password });
    try {
      props.onSignedIn(await signIn({ email, password, ...(code === undefined ? {} : { code }) }, setWorking));
    } catch (thrown) {
      if (!(thrown instanceof Refusal) || thrown.code !== 'SECOND_FACTOR_REQUIRED') throw thrown;
      setStep('code');
    }
  };
  const useLink = async (kind: LinkKind, fields: Record<'email' | 'password' | 'name', string>): Promise<void> => {
    const { email, password, name } = fields;
    const token = link?.token ?? '';
    if (kind === 'owner') await call('POST', 'owner', { token, email, password, name });
    if (kind === 'invitation') await call('POST', 'invitations/accept', { token, name, password });
    if (kind === 'reset') await call('POST', 'password-resets/confirm', { token, password });
    history.replaceState(null, '', location.pathname);
    setLink(null);
    setStep('sign-in');
    if (kind === 'owner') await enter(email, password);
    else setTold(doneWords[kind]);
  };
  const go = async (form: FormData): Promise<void> => {
    const text = (field: string): string => {
      const value = form.get(field);
      return typeof value === 'string' ? value : '';
    };
    const fields = { email: text('email'), password: text('password'), name: text('name') };
    if (step === 'sign-in') await enter(fields.email, fields.password);
    else if (step === 'code') await enter(credentials.email, credentials.password, text('code').trim());
    else if (step === 'asked') setStep('sign-in');
    else if (step === 'forgot') {
      await call('POST', 'password-resets', { email: fields.email });
      setStep('asked');
    } else await useLink(step, fields);
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    await run(async () => {
      await go(new FormData(event.currentTarget));
    });
  };
  const isNew = step === 'owner' || step === 'invitation' || step === 'reset';
  return (
    <main className="door">
      <RopeMark />
      <h1>{title}</h1>
      <p className="muted">{lead}</p>
      {props.why !== null && told === null && step === 'sign-in' && (
        <p className="note" role="status">
          <Icon name="clock" /> {props.why}
        </p>
      )}
      {told !== null && step === 'sign-in' && (
        <p className="note" role="status">
          <Icon name="check" /> {told}
        </p>
      )}
      {trouble !== null && told === null && step === 'sign-in' && (
        <p className="note note-bad" role="alert">
          <Icon name="warn" /> {trouble}
        </p>
      )}
      {/* a step's fields are its own: none keeps what was typed for another, and the first has the focus */}
      <form key={step} onSubmit={(event) => void submit(event)}>
        {(step === 'owner' || step === 'invitation') && (
          <TextInput name="name" label="Your name" autoComplete="name" required maxLength={100} size="md" autoFocus />
        )}
        {(step === 'sign-in' || step === 'owner' || step === 'forgot') && (
          <TextInput
            name="email"
            type="email"
            label="E-mail"
            autoComplete="username"
            defaultValue={credentials.email}
            required
            size="md"
            autoFocus
          />
        )}
        {(step === 'sign-in' || isNew) && (
          <PasswordInput
            name="password"
            label="Password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
            required
            size="md"
            visibilityToggleButtonProps={revealProps}
            autoFocus={step === 'reset'}
            {...(isNew ? { minLength: MIN_PASSWORD, description: `At least ${MIN_PASSWORD} characters.` } : {})}
          />
        )}
        {step === 'code' && (
          <TextInput
            name="code"
            label="Code"
            autoComplete="one-time-code"
            required
            minLength={6}
            maxLength={40}
            size="md"
            autoFocus
          />
        )}
        {working && (
          <p className="note" role="status">
            <Icon name="clock" /> There were many failed tries. Your device proves that it is no robot; this takes a few
            seconds.
          </p>
        )}
        <TroubleNote error={error} />
        <Button type="submit" fullWidth loading={busy} size="lg">
          {action}
        </Button>
      </form>
      {step === 'sign-in' && <OtherWays onSignedIn={props.onSignedIn} onError={setError} />}
      {step === 'sign-in' && (
        <Button variant="subtle" onClick={() => move('forgot')}>
          I forgot my password
        </Button>
      )}
      {(step === 'forgot' || step === 'code') && (
        <Button variant="subtle" onClick={() => move('sign-in')}>
          Back to sign in
        </Button>
      )}
    </main>
  );
}

function TroubleNote({ error }: { error: unknown }) {
  if (!(error instanceof Refusal) || error.code !== 'RATE_LIMITED') return <RefusalNote error={error} />;
  return (
    <p className="note note-bad" role="alert">
      <Icon name="warn" /> Too many tries. Wait {waitWords(error.problem?.retryAfterMs)} and try again.
    </p>
  );
}

const waitWords = (ms = 60_000): string =>
  ms < 90_000 ? `${Math.ceil(ms / 1000)} seconds` : `${Math.ceil(ms / 60_000)} minutes`;
