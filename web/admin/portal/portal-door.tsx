import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import type { PartnerSelfShape } from '../../../src/contract/partners/partner-shapes.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { RopeMark } from '../ui/rope-mark.jsx';
import { useAction } from '../ui/use-action.js';
import { askForLink, enterByLink, enterWithKey, invitationOf } from './portal-session.js';

type Step = 'link' | 'email' | 'asked' | 'key';
const words: Record<Step, { title: string; lead: string; action: string }> = {
  link: {
    title: 'You are invited',
    lead: 'Your webhooks: where they go, what was sent, and sending it again. The link works once.',
    action: 'Enter the portal',
  },
  email: {
    title: 'Partners',
    lead: 'Were you invited? A link that works once is sent to you.',
    action: 'Send the link',
  },
  asked: {
    title: 'Check your e-mail',
    lead: 'If this address was invited, a link is on its way. It works once, for 15 minutes. The promoter can give you one, too.',
    action: 'Back',
  },
  key: { title: 'Partners', lead: 'Enter with one of your API keys.', action: 'Continue' },
};

/** The portal's sign-in: by invitation link, by requested link, or with a key. */
export function PortalDoor({ why, onEntered }: { why: string | null; onEntered: (self: PartnerSelfShape) => void }) {
  const [step, setStep] = useState<Step>(invitationOf() === null ? 'email' : 'link');
  const { busy, error, run, setError } = useAction();
  const { title, lead, action } = words[step];
  useEffect(() => {
    document.title = `${title} · Ropeline`;
  }, [title]);
  const turnTo = (next: Step): void => {
    setError(null);
    setStep(next);
  };
  const go = async (form: FormData): Promise<void> => {
    const given = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    if (step === 'link') onEntered(await enterByLink(invitationOf() ?? ''));
    else if (step === 'key') onEntered(await enterWithKey(given('key')));
    else if (step === 'asked') setStep('email');
    else {
      await askForLink(given('email'));
      setStep('asked');
    }
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    await run(async () => {
      await go(new FormData(event.currentTarget));
    });
  };
  return (
    <main className="door">
      <RopeMark />
      <h1>{title}</h1>
      <p className="muted">{lead}</p>
      {why !== null && step !== 'asked' && (
        <p className="note" role="status">
          {why}
        </p>
      )}
      <form onSubmit={(event) => void submit(event)}>
        {step === 'email' && (
          <TextInput name="email" type="email" label="E-mail" autoComplete="username" required size="md" autoFocus />
        )}
        {step === 'key' && (
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
        )}
        <RefusalNote error={error} />
        <Button type="submit" fullWidth loading={busy} size="lg">
          {action}
        </Button>
      </form>
      {(step === 'email' || step === 'link') && (
        <Button variant="subtle" onClick={() => turnTo('key')}>
          Use an API key instead
        </Button>
      )}
      {(step === 'key' || (step === 'link' && error !== null)) && (
        <Button variant="subtle" onClick={() => turnTo('email')}>
          Send me a link
        </Button>
      )}
    </main>
  );
}
