import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Cookies } from '../../platform/http/cookies.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { deviceWords } from '../sign-in/device-words.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import { StaffSessions } from '../sign-in/staff-sessions.js';
import { OIDC_SECONDS, OidcSignIn } from './oidc.service.js';

const COOKIE = 'ropeline_oidc';
const PATH = '/v1/admin/oidc';

/** Two pages of redirects: to the team's identity provider, and back. */
@ApiExcludeController()
@Controller('v1/admin/oidc')
export class OidcController {
  constructor(
    private readonly oidc: OidcSignIn,
    private readonly service: SignInService,
    private readonly sessions: StaffSessions,
    private readonly cookies: Cookies,
  ) {}

  @Get('start')
  async start(@Res() reply: FastifyReply): Promise<void> {
    if (this.oidc.isOff) throw new ProblemError('NOT_FOUND');
    const started = await this.oidc.start();
    if (!started) return await reply.redirect('/admin#oidc=away', 302);
    // lax: the browser returns by a link from another site
    const terms = { maxAgeSeconds: OIDC_SECONDS, sameSite: 'lax', path: PATH } as const;
    this.cookies.setScoped(reply, COOKIE, started.kept, terms);
    await reply.redirect(started.url, 302);
  }

  @Get('return')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.oidc.isOff) throw new ProblemError('NOT_FOUND');
    const kept = this.cookies.readScoped(request, COOKIE);
    // one attempt, one return
    this.cookies.setScoped(reply, COOKIE, '', { maxAgeSeconds: 0, sameSite: 'lax', path: PATH });
    const result = await this.oidc.finish(request.url.split('?')[1] ?? '', kept);
    if (result.kind !== 'known') return await reply.redirect(`/admin#oidc=${result.kind}`, 303);
    const device = deviceWords(request.headers['user-agent']);
    await this.sessions.open(reply, await this.service.admit(result.member, device, 'oidc'));
    await reply.redirect('/admin', 303);
  }
}
