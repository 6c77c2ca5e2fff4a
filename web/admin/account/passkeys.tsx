import { Button, PasswordInput, TextInput } from '@mantine/core';
import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PasskeyList, PasskeyOptionsShape, PasskeyShape } from '../../../src/contract/staff/passkey-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { revealProps } from '../ui/reveal.js';
import { isGivenUp, isKnownDevice } from './passkey-errors.js';

type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** Lists, adds and removes the member's passkeys. */
export function Passkeys() {
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['passkeys'],
    queryFn: ({ signal }) => call<PasskeyList>('GET', 'account/passkeys', undefined, signal),
  });
  const changed = async (): Promise<void> => await queries.invalidateQueries({ queryKey: ['passkeys'] });
  const remove = useMutation({
    mutationFn: (id: string) => call('DELETE', `account/passkeys/${id}`),
    onSettled: changed,
  });
  const passkeys = data?.passkeys ?? [];
  return (
    <section className="card stack" aria-labelledby="passkeys">
      <h2 id="passkeys">Passkeys</h2>
      <p className="muted">
        Signs you in by fingerprint, face or PIN of your device. It works on this site only, so nobody can phish it.
      </p>
      <RefusalNote error={error ?? remove.error} />
      {passkeys.length > 0 && (
        <ul className="lines">
          {passkeys.map(({ id, name, createdAt, usedAt }) => (
            <li key={id} className="row">
              <div className="grow">
                <p>{name}</p>
                <p className="small muted">
                  since {formatShortDayAndTime(createdAt, 'en-GB')},{' '}
                  {usedAt === null ? 'never used' : `last used ${formatShortDayAndTime(usedAt, 'en-GB')}`}
                </p>
              </div>
              <Button variant="subtle" color="bad" size="sm" onClick={() => remove.mutate(id)}>
                Remove<span className="hidden-words"> {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {browserSupportsWebAuthn() ? (
        <AddPasskey onAdded={changed} />
      ) : (
        <p className="note">This browser has no passkeys, or the page is not open by https.</p>
      )}
    </section>
  );
}

function AddPasskey({ onAdded }: { onAdded: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [known, setKnown] = useState(false);
  const add = useMutation({
    mutationFn: async () => {
      setKnown(false);
      const { options } = await call<PasskeyOptionsShape>('POST', 'account/passkeys/begin', { password });
      try {
        const response = await startRegistration({ optionsJSON: options as unknown as RegistrationOptions });
        await call<PasskeyShape>('POST', 'account/passkeys', { name: name.trim(), response });
      } catch (thrown) {
        if (isKnownDevice(thrown)) return setKnown(true);
        if (isGivenUp(thrown)) return;
        throw thrown;
      }
      setOpen(false);
      setPassword('');
      setName('');
    },
    onSettled: onAdded,
  });
  if (!open)
    return (
      <div>
        <Button variant="default" onClick={() => setOpen(true)}>
          Add a passkey
        </Button>
      </div>
    );
  return (
    <form
      className="stack narrow"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <TextInput
        label="Its name"
        description="So that you know which to remove when a device is lost."
        placeholder="My phone"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        maxLength={100}
        size="md"
      />
      <PasswordInput
        label="Your password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        required
        size="md"
        visibilityToggleButtonProps={revealProps}
      />
      {known && (
        <p className="note" role="status">
          This device already has a passkey of yours.
        </p>
      )}
      <RefusalNote error={add.error} />
      <div className="row">
        <Button variant="default" onClick={() => setOpen(false)}>
          Not now
        </Button>
        <Button type="submit" loading={add.isPending}>
          Continue
        </Button>
      </div>
    </form>
  );
}
