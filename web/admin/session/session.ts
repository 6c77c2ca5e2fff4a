import { createContext, useContext } from 'react';
import type { StaffSessionShape } from '../../../src/contract/staff/staff-shapes.js';
import type { SignInChallengeShape } from '../../../src/contract/staff/team-shapes.js';
import { call, keepFormToken, Refusal } from '../net/api.js';
import { solved } from './solve.js';

export interface Session {
  member: StaffSessionShape['member'];
  /** May create and change sales. */
  mayChange: boolean;
  /** May use the switches of a running sale. */
  mayRun: boolean;
  mayRefund: boolean;
  isOwner: boolean;
  twoFactor: StaffSessionShape['twoFactor'];
  /** Refetches the session after a second factor was enrolled or removed. */
  refresh: () => Promise<void>;
  signOut: () => Promise<void>;
}
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('nobody is signed in here');
  return session;
}

const accept = (session: StaffSessionShape): StaffSessionShape => {
  keepFormToken(session.csrfToken);
  return session;
};
export const resume = async (): Promise<StaffSessionShape> =>
  accept(await call<StaffSessionShape>('GET', 'sessions/current'));
export interface Credentials {
  email: string;
  password: string;
  code?: string;
}

/** Signs in. After too many failures the server demands a proof of work, which the page solves before retrying once. */
export async function signIn(credentials: Credentials, onWork: (working: boolean) => void): Promise<StaffSessionShape> {
  try {
    return accept(await call<StaffSessionShape>('POST', 'sessions', credentials));
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.problem?.canSolve !== true) throw thrown;
    onWork(true);
    try {
      const challenge = await solved(await call<SignInChallengeShape>('GET', 'sessions/challenge'));
      return accept(await call<StaffSessionShape>('POST', 'sessions', { ...credentials, challenge }));
    } finally {
      onWork(false);
    }
  }
}
