import { Button } from '@mantine/core';
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PasskeyOptionsShape, SignInWaysShape } from '../../../src/contract/staff/passkey-shapes.js';
import type { StaffSessionShape } from '../../../src/contract/staff/staff-shapes.js';
import { call } from '../net/api.js';
import { isGivenUp } from '../account/passkey-errors.js';

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];

interface Props {
  onSignedIn: (session: StaffSessionShape) => void;
  onError: (error: unknown) => void;
}

/** Signs in without a password: by passkey, or at the team's identity provider. */
export function OtherWays({ onSignedIn, onError }: Props) {
  const [busy, setBusy] = useState(false);
  const { data } = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: ({ signal }) => call<SignInWaysShape>('GET', 'sessions/ways', undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const byPasskey = async (): Promise<void> => {
    setBusy(true);
    onError(null);
    try {
      const { options } = await call<PasskeyOptionsShape>('POST', 'sessions/passkey/begin');
      const response = await startAuthentication({ optionsJSON: options as unknown as AuthenticationOptions });
      onSignedIn(await call<StaffSessionShape>('POST', 'sessions/passkey', { response }));
    } catch (thrown) {
      if (!isGivenUp(thrown)) onError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="other-ways">
      {data?.oidc && (
        <Button component="a" href="/v1/admin/oidc/start" variant="default" fullWidth>
          Sign in with {data.oidc.name}
        </Button>
      )}
      {data?.passkeys && browserSupportsWebAuthn() && (
        <Button variant="default" fullWidth loading={busy} onClick={() => void byPasskey()}>
          Sign in with a passkey
        </Button>
      )}
    </div>
  );
}

const returns: Record<string, string> = {
  stranger: 'Nobody has invited this address to the team. Ask an owner for an invitation.',
  unverified: 'Your identity provider does not confirm your e-mail address. Ask its administrator.',
  factor:
    'You have a second factor, and your identity provider did not ask for one. Sign in with your password or a passkey.',
  failed: 'The sign-in was not completed, or took too long. Please try again.',
  away: 'Your identity provider does not answer. Try again in a minute, or use your password.',
};

/** Returns why the identity provider sent the browser back signed out; null on an ordinary visit. */
export function oidcTrouble(hash: string): string | null {
  const [, kind = ''] = /^#oidc=([a-z]{1,20})$/.exec(hash) ?? [];
  return Object.hasOwn(returns, kind) ? (returns[kind] ?? null) : null;
}
