import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { StaffSessionShape } from '../../../src/contract/staff/staff-shapes.js';
import { call, whenSignedOut } from '../net/api.js';
import { forgetDrafts } from '../sales/setup/kept-draft.js';
import { forgetMaps } from '../seat-maps/editor/kept-map.js';
import { resume, SessionContext, type Session } from './session.js';
import { linkOf, SignInPage } from './sign-in-page.jsx';

/** Sessions expire after half an hour without a call; members who are active must not be signed out. */
const TOUCH_EVERY_MS = 5 * 60_000;

type Standing = { kind: 'looking' } | { kind: 'out'; why: string | null } | { kind: 'in'; session: StaffSessionShape };

/** Shows the panel to signed-in members and the sign-in page to everybody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [standing, setStanding] = useState<Standing>({ kind: 'looking' });
  const queries = useQueryClient();

  useEffect(() => {
    whenSignedOut(() =>
      setStanding((before) => ({
        kind: 'out',
        why: before.kind === 'in' ? 'You were signed out after a while without use. Sales are not affected.' : null,
      })),
    );
    resume().then(
      (session) => setStanding({ kind: 'in', session }),
      () => setStanding({ kind: 'out', why: null }),
    );
  }, []);
  useTouch(standing.kind === 'in');

  const session = useMemo<Session | null>(() => {
    if (standing.kind !== 'in') return null;
    const { member, twoFactor } = standing.session;
    const isOneOf = (...roles: (typeof member.role)[]): boolean => roles.includes(member.role);
    return {
      member,
      twoFactor,
      mayChange: isOneOf('owner', 'manager'),
      mayRun: isOneOf('owner', 'manager', 'operator'),
      mayRefund: isOneOf('owner', 'manager', 'finance'),
      isOwner: isOneOf('owner'),
      refresh: async () => setStanding({ kind: 'in', session: await resume() }),
      signOut: async () => {
        await call('DELETE', 'sessions/current');
        queries.clear();
        forgetDrafts();
        forgetMaps();
        setStanding({ kind: 'out', why: null });
      },
    };
  }, [standing, queries]);

  if (standing.kind === 'looking') return <p className="boot">Opening the panel…</p>;
  if (!session || linkOf() !== null) {
    const why = standing.kind === 'out' ? standing.why : null;
    return <SignInPage why={why} onSignedIn={(made) => setStanding({ kind: 'in', session: made })} />;
  }
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

/** Keeps the session alive on user input; merely watching does not. */
function useTouch(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    let last = Date.now();
    const touch = (): void => {
      if (Date.now() - last < TOUCH_EVERY_MS) return;
      last = Date.now();
      call('GET', 'sessions/current').catch(() => undefined); // an expired session is reported by whenSignedOut
    };
    for (const event of ['pointerdown', 'keydown']) window.addEventListener(event, touch);
    return () => {
      for (const event of ['pointerdown', 'keydown']) window.removeEventListener(event, touch);
    };
  }, [active]);
}
