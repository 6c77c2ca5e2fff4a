import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import { bearerOf } from '../../platform/http/bearer.js';
import { Cacheable, SharedAnswer } from '../../platform/http/route-config.js';
import { Cookies } from '../../platform/http/cookies.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { isSameOrigin } from '../../platform/http/same-origin.js';
import { Config } from '../../platform/config/config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { EndedAdmissions } from './ended-admissions.service.js';
import { passProblem } from './pass.errors.js';
import { PassesService } from './passes.service.js';
import { RedeemBody, VerifyQuery } from '../places/place.dto.js';
import { FiguresService } from '../line/figures.service.js';
import type { Permit, PermitResult } from '../queue.types.js';
import { RevokedShape } from '../../contract/line/pass-shapes.js';
import { JwksShape } from '../../contract/line/line-shapes.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';

/** Set by a shop's own page, for gates that cannot send a header. */
const PASS_COOKIE = 'ropeline_pass';
const AWAY_RETRY_MS = 2_000;

/** Admission passes for gates and outside shops: verify, redeem, give back, and the lists for offline checks. */
@ApiTags('passes')
@Controller()
export class PassesController {
  constructor(
    private readonly passes: PassesService,
    private readonly endings: EndedAdmissions,
    private readonly figures: FiguresService,
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  @Get('.well-known/jwks.json')
  @Cacheable('public, max-age=60')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'Public keys of admission passes' })
  @Answers(200, JwksShape)
  async keys(): Promise<{ keys: JWK[] }> {
    return await this.passes.publicKeys();
  }

  @Get('v1/passes/verify')
  @HttpCode(204)
  @ApiBearerAuth('bearer')
  @ApiOperation({ summary: 'Whether a pass opens this sale now: 204 or 401' })
  @AnswersNothing()
  async verify(@Req() request: FastifyRequest, @Query() { sale }: VerifyQuery): Promise<void> {
    const permit = await this.permitOf(request);
    if (!(await this.figures.isSale(permit.saleId, sale))) throw new ProblemError('PASS_INVALID');
  }

  @Post('v1/passes/redeem')
  @HttpCode(204)
  @ApiBearerAuth('bearer')
  @ApiOperation({ summary: 'Use a pass up for a session of an outside shop: once, then 409 PASS_IN_USE' })
  @AnswersNothing()
  async redeem(
    @Req() request: FastifyRequest,
    @Body() { sale }: RedeemBody,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<void> {
    const pass = bearerOf(request, 'Bearer');
    if (pass === null) throw new ProblemError('PASS_REQUIRED');
    // checks the sale first, so that a pass shown at the wrong sale is not used up
    const { saleId } = permitOf(await this.passes.permit(pass));
    if (!(await this.figures.isSale(saleId, sale))) throw new ProblemError('PASS_INVALID');
    const result = await this.passes.redeem(pass, idempotencyKey);
    if (result.kind === 'in_use') throw new ProblemError('PASS_IN_USE');
    permitOf(result);
  }

  @Get('v1/passes/revoked')
  @Cacheable('public, max-age=1')
  @SharedAnswer()
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'Keys and admissions whose passes are refused, for gates that check offline' })
  @Answers(200, RevokedShape)
  async revoked(): Promise<RevokedShape> {
    const list = await this.passes.revocations();
    if (!list) throw new ProblemError('CORE_AWAY', { retryAfterMs: AWAY_RETRY_MS });
    const { kids, subs, atMs } = list;
    return { kids, subs, at: new Date(atMs).toISOString() };
  }

  @Delete('v1/passes/current')
  @HttpCode(204)
  @ApiBearerAuth('bearer')
  @ApiOperation({ summary: 'End my admission and free the slot' })
  @AnswersNothing()
  async finish(@Req() request: FastifyRequest): Promise<void> {
    const isByCookie = bearerOf(request, 'Bearer') === null;
    if (isByCookie && !isSameOrigin(request.headers, this.config.publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
    const permit = await this.permitOf(request);
    await this.endings.finish(permit.saleId, permit.admissionId);
  }

  private async permitOf(request: FastifyRequest): Promise<Permit> {
    const pass = bearerOf(request, 'Bearer') ?? this.cookies.read(request, PASS_COOKIE);
    if (pass === null) throw new ProblemError('PASS_REQUIRED');
    return permitOf(await this.passes.permit(pass));
  }
}

function permitOf(result: PermitResult): Permit {
  if (result.kind === 'ok') return result.permit;
  throw passProblem(result);
}
