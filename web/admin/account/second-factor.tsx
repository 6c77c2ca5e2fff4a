import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type {
  AccountShape,
  NewSecondFactorShape,
  RecoveryCodesShape,
} from '../../../src/contract/staff/team-shapes.js';
import { call, Refusal } from '../net/api.js';
import { Icon } from '../ui/icons.jsx';
import { QrCode } from '../ui/qr-code.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { revealProps } from '../ui/reveal.js';
import { RecoveryCodes } from './recovery-codes.jsx';

interface Props {
  twoFactor: AccountShape['twoFactor'];
  onChanged: () => Promise<void>;
}

const NOW_ON = 'It is on: from now on a sign-in by password asks for a code, too.';
const NEW_CODES = 'You have new recovery codes. Those from before are void.';

/** Enrols or removes a second factor; recovery codes are shown once. */
export function SecondFactor({ twoFactor, onChanged, onSettled }: Props & { onSettled: () => Promise<void> }) {
  const [fresh, setFresh] = useState<{ codes: string[]; told: string } | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = async (made: RecoveryCodesShape, toTell: string): Promise<void> => {
    setTold(null);
    setFresh({ codes: made.recoveryCodes, told: toTell });
    await onChanged();
  };
  // only now: for somebody whose team asks for it, the rest of the panel takes this page's place
  const kept = async (): Promise<void> => {
    setFresh(null);
    setTold(fresh?.told ?? null);
    heading.current?.focus();
    await onSettled();
  };
  return (
    <section className="card stack" aria-labelledby="second-factor">
      <h2 id="second-factor" ref={heading} tabIndex={-1}>
        Second factor
      </h2>
      {told !== null && (
        <p className="tone-ok" role="status">
          <Icon name="check" size={16} /> {told}
        </p>
      )}
      {fresh !== null ? (
        <RecoveryCodes codes={fresh.codes} onKept={() => void kept()} />
      ) : twoFactor.enrolled ? (
        <Enrolled
          twoFactor={twoFactor}
          onCodes={async (made) => await shown(made, NEW_CODES)}
          onChanged={async () => {
            setTold(null);
            await onChanged();
            await onSettled();
          }}
        />
      ) : (
        <Enrol required={twoFactor.required} onCodes={async (made) => await shown(made, NOW_ON)} />
      )}
    </section>
  );
}

function Enrol({ required, onCodes }: { required: boolean; onCodes: (made: RecoveryCodesShape) => Promise<void> }) {
  const [password, setPassword] = useState('');
  const begin = useMutation({
    mutationFn: (given: string) =>
      call<NewSecondFactorShape>('POST', 'account/totp', given === '' ? {} : { password: given }),
    onSuccess: () => setPassword(''),
  });
  // asked for only where the session is not fresh any more
  const isAsked = begin.error instanceof Refusal && begin.error.code === 'PASSWORD_WRONG';
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isAsked) field.current?.focus();
  }, [isAsked]);
  if (begin.data) return <Confirm made={begin.data} onCodes={onCodes} onAgain={() => begin.reset()} />;
  return (
    <>
      <p className="muted">
        {required ? 'Your team asks for one. ' : ''}With it, a stolen password alone signs nobody in. You need an
        authenticator app, such as the password manager on your phone.
      </p>
      <form
        className="stack narrow"
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate(password);
        }}
      >
        {isAsked && (
          <PasswordInput
            ref={field}
            label="Your password"
            description="You signed in more than ten minutes ago. Without a password of your own, sign out and in again."
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            required
            maxLength={256}
            size="md"
            visibilityToggleButtonProps={revealProps}
          />
        )}
        {(!isAsked || begin.variables !== '') && <RefusalNote error={begin.error} />}
        <div>
          <Button type="submit" loading={begin.isPending}>
            Set it up
          </Button>
        </div>
      </form>
    </>
  );
}

interface ConfirmTerms {
  made: NewSecondFactorShape;
  onCodes: (made: RecoveryCodesShape) => Promise<void>;
  onAgain: () => void;
}

/** The secret, as a picture and as text, and the first code that proves that the app has it. */
function Confirm({ made: { uri, secret }, onCodes, onAgain }: ConfirmTerms) {
  const [code, setCode] = useState('');
  const [isCopied, setCopied] = useState(false);
  const first = useRef<HTMLParagraphElement>(null);
  useEffect(() => first.current?.focus(), []);
  const confirm = useMutation({
    mutationFn: () => call<RecoveryCodesShape>('POST', 'account/totp/confirm', { code: code.replaceAll(/\s/g, '') }),
    onSuccess: onCodes,
  });
  return (
    <form
      className="enrol"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <QrCode text={uri} label="QR code for your authenticator app; the key below says the same" />
      <div className="stack">
        <p ref={first} tabIndex={-1}>
          <span className="strong">1. Add Ropeline to your authenticator app:</span> scan the picture, or{' '}
          <a href={uri}>open the app on this device</a>, or type this key into it.
        </p>
        <div className="row">
          <code className="secret">{inFours(secret)}</code>
          {'clipboard' in navigator && (
            <Button
              variant="default"
              size="sm"
              onClick={() =>
                void navigator.clipboard.writeText(secret).then(
                  () => setCopied(true),
                  () => undefined,
                )
              }
            >
              {isCopied ? 'Copied' : 'Copy the key'}
            </Button>
          )}
        </div>
        <TextInput
          label="2. Type the six digits that it shows now"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          minLength={6}
          maxLength={7}
          size="md"
        />
        <RefusalNote error={confirm.error} />
        <div className="row">
          <Button type="submit" loading={confirm.isPending}>
            Turn it on
          </Button>
          <Button variant="default" onClick={onAgain}>
            Not now
          </Button>
        </div>
      </div>
    </form>
  );
}

/** Blanks do not matter to authenticator apps, and help whoever types or listens. */
const inFours = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');

function Enrolled(props: Props & { onCodes: (made: RecoveryCodesShape) => Promise<void> }) {
  const { twoFactor, onCodes, onChanged } = props;
  const [doing, setDoing] = useState<'codes' | 'off' | null>(null);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const run = useMutation({
    mutationFn: async (what: 'codes' | 'off') => {
      const proof = { password, code: code.trim() };
      if (what === 'off') await call('DELETE', 'account/totp', proof);
      else await onCodes(await call<RecoveryCodesShape>('POST', 'account/recovery-codes', proof));
    },
    onSuccess: async (_done, what) => {
      setDoing(null);
      setPassword('');
      setCode('');
      if (what === 'off') await onChanged(); // new codes were told of as they were shown
    },
  });
  return (
    <>
      <p>
        It is on. {twoFactor.recoveryCodesLeft} of 10 recovery codes are left.
        {twoFactor.required && ' Your team asks for it, so it cannot be turned off here.'}
      </p>
      <div className="row">
        <Button variant="default" onClick={() => setDoing('codes')}>
          New recovery codes
        </Button>
        {!twoFactor.required && (
          <Button variant="subtle" color="bad" onClick={() => setDoing('off')}>
            Turn it off
          </Button>
        )}
      </div>
      {doing !== null && (
        <form
          className="stack narrow"
          onSubmit={(event) => {
            event.preventDefault();
            run.mutate(doing);
          }}
        >
          <PasswordInput
            label="Your password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            required
            size="md"
            visibilityToggleButtonProps={revealProps}
          />
          <TextInput
            label="A code of the app, or a recovery code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="one-time-code"
            required
            minLength={6}
            maxLength={40}
            size="md"
          />
          <RefusalNote error={run.error} />
          <div className="row">
            <Button variant="default" onClick={() => setDoing(null)}>
              Not now
            </Button>
            <Button type="submit" loading={run.isPending} {...(doing === 'off' ? { color: 'bad' } : {})}>
              {doing === 'off' ? 'Turn it off' : 'Make new codes'}
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
