import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { StaffSessionShape } from '../../contract/staff/staff-shapes.js';
import { Cookies } from '../../platform/http/cookies.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { DEVICE_COOKIE, DEVICE_SECONDS } from './known-devices.js';
import { type SignedIn, SignInService } from './sign-in.service.js';
import { SESSION_COOKIE } from './staff.guard.js';

const SESSION_SECONDS = 12 * 3600;

/** Gives a browser its session, however its member signed in. */
@Injectable()
export class StaffSessions {
  constructor(
    private readonly service: SignInService,
    private readonly cookies: Cookies,
  ) {}

  async open(reply: FastifyReply, { sessionId, deviceToken }: SignedIn): Promise<StaffSessionShape> {
    this.cookies.set(reply, SESSION_COOKIE, sessionId, { maxAgeSeconds: SESSION_SECONDS, sameSite: 'strict' });
    this.cookies.set(reply, DEVICE_COOKIE, deviceToken, { maxAgeSeconds: DEVICE_SECONDS, sameSite: 'strict' });
    const session = await this.service.resume(sessionId);
    if (!session) throw new ProblemError('SIGN_IN_REQUIRED');
    return sessionShape(session);
  }
}

type Session = NonNullable<Awaited<ReturnType<SignInService['resume']>>>;

export function sessionShape({ member, csrfToken }: Session): StaffSessionShape {
  const { id, email, name, role, hasSecondFactor, mustEnrol } = member;
  const twoFactor = mustEnrol ? 'needed' : hasSecondFactor ? 'on' : 'off';
  return { member: { id, email, name, role }, csrfToken, twoFactor };
}
