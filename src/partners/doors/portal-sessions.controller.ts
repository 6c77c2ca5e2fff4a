import { Body, Controller, Delete, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsEmail, Length, Matches } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PartnerSelfShape } from '../../contract/partners/partner-shapes.js';
import { Config } from '../../platform/config/config.js';
import { Cookies } from '../../platform/http/cookies.js';
import { clientNetworkOf } from '../../platform/http/network.js';
import { NoForeignPageGuard } from '../../platform/http/no-foreign-page.guard.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PortalLinks } from '../members/portal-links.service.js';
import { SESSION_HOURS } from '../members/portal-sessions.repository.js';
import { PortalSessions } from '../members/portal-sessions.service.js';
import { callerOf, PartnerGuard, PORTAL_COOKIE } from './partner.guard.js';
import { selfOfSession } from './partner-self.js';
import { Scope } from './scope.types.js';

const MAX_EMAIL_CHARACTERS = 254;

class PortalSignInBody {
  /** The part of the link after `invitation=`. */
  @Matches(/^[A-Za-z0-9_-]{20,100}$/)
  token!: string;
}
class PortalLinkBody {
  @IsEmail()
  @Length(3, MAX_EMAIL_CHARACTERS)
  email!: string;
}

/** Sign-in and sign-out of the portal without an API key, by the links of invited members. */
@ApiTags('partners')
@Controller('v1/partner/sessions')
export class PortalSessionsController {
  constructor(
    private readonly sessions: PortalSessions,
    private readonly links: PortalLinks,
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(201)
  @UseGuards(NoForeignPageGuard)
  @ApiOperation({ summary: 'Enter the portal with a link, which works once; sets the cookie of a session' })
  @Answers(201, PartnerSelfShape)
  async enter(
    @Body() { token }: PortalSignInBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PartnerSelfShape> {
    const entered = await this.sessions.enter(token);
    if (!entered) throw new ProblemError('LINK_INVALID');
    this.cookies.set(reply, PORTAL_COOKIE, entered.sessionId, {
      maxAgeSeconds: SESSION_HOURS * 3_600,
      sameSite: 'strict',
    });
    return selfOfSession(entered.session);
  }

  @Post('links')
  @HttpCode(202)
  @UseGuards(NoForeignPageGuard)
  @ApiOperation({ summary: 'Mail a link to somebody who was invited; the answer is the same for everybody' })
  @AnswersNothing(202)
  async mailLink(@Body() { email }: PortalLinkBody, @Req() request: FastifyRequest): Promise<void> {
    const { prefix: network } = clientNetworkOf(request.raw, this.config.trustedProxies);
    const retryAfterMs = await this.links.ask(email, network);
    if (retryAfterMs > 0) throw new ProblemError('RATE_LIMITED', { retryAfterMs });
  }

  @Delete('current')
  @HttpCode(204)
  @UseGuards(PartnerGuard)
  @Scope('any')
  @ApiOperation({ summary: 'Leave the portal: the session ends, a key stays as it is' })
  @AnswersNothing()
  async leave(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { via } = callerOf(request);
    if (via.kind === 'session') await this.sessions.leave(via.session);
    this.cookies.clear(reply, PORTAL_COOKIE);
  }
}
