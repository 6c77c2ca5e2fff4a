import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MovedPlaceShape, placeCookie } from '../../contract/line/place-shapes.js';
import { Config } from '../../platform/config/config.js';
import { Cookies } from '../../platform/http/cookies.js';
import { isForeignPage } from '../../platform/http/same-origin.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { HandoffService } from '../../queue/places/handoff.service.js';
import { placeProblem } from '../../queue/places/place.errors.js';
import { entryRulesOf } from '../catalogue/sale-view.rules.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import { refusalOf } from './place-answers.errors.js';
import { HandoffInput } from './place-input.types.js';

const COOKIE_SECONDS = 30 * 24 * 3_600;

/** Receiving end of a hand-off. It stands here because the sale decides whether a person must be proved. */
@ApiTags('place')
@Controller('v1/handoffs')
export class HandoffsController {
  constructor(
    private readonly sales: SaleCache,
    private readonly handoffs: HandoffService,
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  @Post(':code')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a place over from another device; its token counts no more' })
  @Answers(200, MovedPlaceShape)
  async take(
    @Param('code') code: string,
    @Body() { identity }: HandoffInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MovedPlaceShape> {
    // sets a cookie, so cross-site requests are refused: they could plant another place in the browser
    if (isForeignPage(request.headers, this.config.publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
    const place = this.handoffs.placeOf(code);
    const view = place && (await this.sales.byId(place.saleId));
    if (!view) throw new ProblemError('HANDOFF_INVALID');
    const result = await this.handoffs.take(code, { rules: entryRulesOf(view), proofs: { identity } });
    if (result.kind === 'not_holder') throw refusalOf(result.refusal);
    if (result.kind !== 'moved_here') throw placeProblem(result);
    const { placeToken, number, lane, joinedAt, saleId } = result;
    this.cookies.set(reply, placeCookie(saleId), placeToken, { maxAgeSeconds: COOKIE_SECONDS, sameSite: 'lax' });
    return { placeToken, number, lane, joinedAt, saleId };
  }
}
