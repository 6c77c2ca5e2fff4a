import { createContext, useContext } from 'react';
import type { StaffSessionShape } from '../../../src/contract/staff-shapes.js';
import { call, keepFormToken } from '../net/api.js';

export interface Session {
  member: StaffSessionShape['member'];
  mayChange: boolean;
  mayRefund: boolean;
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
export const signIn = async (email: string, password: string): Promise<StaffSessionShape> =>
  accept(await call<StaffSessionShape>('POST', 'sessions', { email, password }));
