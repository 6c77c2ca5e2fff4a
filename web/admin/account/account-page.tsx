import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountShape, OwnSessionsShape } from '../../../src/contract/staff/team-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { roleWords } from '../team/role-words.js';
import { Icon } from '../ui/icons.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { revealProps } from '../ui/reveal.js';
import { useHeading } from '../ui/router.jsx';
import { Passkeys } from './passkeys.jsx';
import { SecondFactor } from './second-factor.jsx';

const MIN_PASSWORD = 12;

/** The member's own account: second factor, password and active sessions. */
export function AccountPage() {
  const heading = useHeading('Your account');
  const queries = useQueryClient();
  const { refresh, twoFactor } = useSession();
  const { data, error } = useQuery({
    queryKey: ['account'],
    queryFn: ({ signal }) => call<AccountShape>('GET', 'account', undefined, signal),
  });
  const changed = async (): Promise<void> => await queries.invalidateQueries({ queryKey: ['account'] });
  const isNeeded = twoFactor === 'needed';
  return (
    <section className="page page-narrow">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Your account
        </h1>
        {data && (
          <p className="muted">
            {data.name}, {data.email}, {roleWords[data.role].label.toLowerCase()}
          </p>
        )}
      </div>
      <RefusalNote error={error} />
      {isNeeded && (
        <p className="note" role="status">
          <Icon name="warn" /> Your team asks you for a second factor. Set it up, and the panel opens.
        </p>
      )}
      {data && <SecondFactor twoFactor={data.twoFactor} onChanged={changed} onSettled={refresh} />}
      {!isNeeded && (
        <>
          <Passkeys />
          <Password />
          <Sessions />
        </>
      )}
    </section>
  );
}

function Password() {
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => call('PUT', 'account/password', { current, password }),
    onSuccess: async () => {
      setCurrent('');
      setPassword('');
      await queries.invalidateQueries({ queryKey: ['own-sessions'] });
    },
  });
  return (
    <form
      className="card stack"
      aria-labelledby="password"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <h2 id="password">Password</h2>
      <div className="stack narrow">
        <PasswordInput
          label="Current password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
          required
          size="md"
          visibilityToggleButtonProps={revealProps}
        />
        <PasswordInput
          label="New password"
          description={`At least ${MIN_PASSWORD} characters. You are signed out everywhere else.`}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          required
          minLength={MIN_PASSWORD}
          maxLength={256}
          size="md"
          visibilityToggleButtonProps={revealProps}
        />
        <RefusalNote error={change.error} />
        {change.isSuccess && (
          <p className="note" role="status">
            Your password is changed.
          </p>
        )}
        <div>
          <Button type="submit" loading={change.isPending}>
            Change it
          </Button>
        </div>
      </div>
    </form>
  );
}

function Sessions() {
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['own-sessions'],
    queryFn: ({ signal }) => call<OwnSessionsShape>('GET', 'sessions', undefined, signal),
  });
  const end = useMutation({
    mutationFn: (id: string | null) => call('DELETE', id === null ? 'sessions' : `sessions/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['own-sessions'] }),
  });
  const sessions = data?.sessions ?? [];
  return (
    <section className="card stack" aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <RefusalNote error={error ?? end.error} />
      <ul className="lines">
        {sessions.map(({ id, device, seenAt, createdAt, current }) => (
          <li key={id} className="row">
            <div className="grow">
              <p>
                {device === '' ? 'Some program' : device} {current && <span className="badge badge-ok">this one</span>}
              </p>
              <p className="small muted">
                since {formatShortDayAndTime(createdAt, 'en-GB')}, last used {formatShortDayAndTime(seenAt, 'en-GB')}
              </p>
            </div>
            {!current && (
              <Button variant="subtle" color="bad" size="sm" onClick={() => end.mutate(id)}>
                Sign out<span className="hidden-words"> {device}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div>
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate(null)}>
            Sign out everywhere else
          </Button>
        </div>
      )}
    </section>
  );
}
