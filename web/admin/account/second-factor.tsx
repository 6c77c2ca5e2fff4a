import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountShape, NewSecondFactorShape, RecoveryCodesShape } from '../../../src/contract/team-shapes.js';
import { call } from '../net/api.js';
import { QrCode } from '../ui/qr-code.jsx';
import { RefusalNote } from '../ui/refusal.jsx';

interface Props {
  twoFactor: AccountShape['twoFactor'];
  onChanged: () => Promise<void>;
}

/** Enrols or removes a second factor; recovery codes are shown once. */
export function SecondFactor({ twoFactor, onChanged }: Props) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const shown = async (made: RecoveryCodesShape): Promise<void> => {
    setCodes(made.recoveryCodes);
    await onChanged();
  };
  return (
    <section className="card stack" aria-labelledby="second-factor">
      <h2 id="second-factor">Second factor</h2>
      {codes !== null && (
        <div className="note" role="status">
          <div className="stack">
            <p>
              Your recovery codes, shown only now. Each works once, when your phone is not at hand. Keep them apart from
              your password.
            </p>
            <ul className="recovery mono">
              {codes.map((code) => (
                <li key={code}>{code}</li>
              ))}
            </ul>
            <Button variant="default" size="sm" onClick={() => setCodes(null)}>
              I have kept them
            </Button>
          </div>
        </div>
      )}
      {twoFactor.enrolled ? (
        <Enrolled twoFactor={twoFactor} onCodes={shown} onChanged={onChanged} />
      ) : (
        <Enrol required={twoFactor.required} onCodes={shown} />
      )}
    </section>
  );
}

function Enrol({ required, onCodes }: { required: boolean; onCodes: (made: RecoveryCodesShape) => Promise<void> }) {
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const begin = useMutation({
    mutationFn: () => call<NewSecondFactorShape>('POST', 'account/totp', password === '' ? {} : { password }),
    onSuccess: () => setPassword(''),
  });
  const confirm = useMutation({
    mutationFn: () => call<RecoveryCodesShape>('POST', 'account/totp/confirm', { code: code.trim() }),
    onSuccess: onCodes,
  });
  if (!begin.data)
    return (
      <>
        <p className="muted">
          {required ? 'Your team asks for one. ' : ''}With it, a stolen password alone signs nobody in.
        </p>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            begin.mutate();
          }}
        >
          <PasswordInput
            label="Password to confirm it is you"
            description="Needed once you have been signed in for ten minutes."
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            maxLength={256}
          />
          <RefusalNote error={begin.error} />
          <div>
            <Button type="submit" loading={begin.isPending}>
              Set it up
            </Button>
          </div>
        </form>
      </>
    );
  const { uri, secret } = begin.data;
  return (
    <form
      className="enrol"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <QrCode text={uri} label="QR code for your authenticator app" />
      <div className="stack">
        <p>Scan this with an authenticator app, then enter the six digits that it shows.</p>
        <p className="small muted">
          Or type the key into the app: <code className="secret">{secret}</code>
        </p>
        <TextInput
          label="Code"
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
        <div>
          <Button type="submit" loading={confirm.isPending}>
            Turn it on
          </Button>
        </div>
      </div>
    </form>
  );
}

function Enrolled(props: Props & { onCodes: (made: RecoveryCodesShape) => Promise<void> }) {
  const { twoFactor, onCodes, onChanged } = props;
  const [doing, setDoing] = useState<'codes' | 'off' | null>(null);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const run = useMutation({
    mutationFn: async () => {
      const proof = { password, code: code.trim() };
      if (doing === 'off') await call('DELETE', 'account/totp', proof);
      else await onCodes(await call<RecoveryCodesShape>('POST', 'account/recovery-codes', proof));
    },
    onSuccess: async () => {
      setDoing(null);
      setPassword('');
      setCode('');
      await onChanged();
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
            run.mutate();
          }}
        >
          <PasswordInput
            label="Your password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            required
            size="md"
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
