import { Body, Controller, Delete, HttpCode, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { IsEmail, IsIn, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { FastifyRequest } from 'fastify';
import { type FanLanguage, fanLanguages } from '../../contract/languages.js';
import { PlaceMailShape } from '../../contract/line/place-mail-shapes.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { placeProblem } from '../../queue/places/place.errors.js';
import { PushService } from '../../queue/push/push.service.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';

class PlaceMailBody {
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @JSONSchema({ description: 'The language that the fan reads.' })
  @IsIn(fanLanguages)
  language!: FanLanguage;
}

/** Tells a fan by e-mail that their turn is near. The names in the mail are the sale's own, never the caller's. */
@ApiTags('place')
@Controller('v1/place/email')
export class PlaceMailController {
  constructor(
    private readonly push: PushService,
    private readonly sales: SaleCache,
  ) {}

  @Put()
  @HttpCode(200)
  @ApiSecurity('place')
  @ApiOperation({ summary: 'Subscribe to mails about my turn; replaces the previous address' })
  @Answers(200, PlaceMailShape)
  async subscribe(@Req() request: FastifyRequest, @Body() { email, language }: PlaceMailBody): Promise<PlaceMailShape> {
    const token = tokenOf(request);
    const saleId = this.push.saleIdOf(token);
    const view = saleId === null ? null : await this.sales.byId(saleId);
    if (!view || view.state === 'draft') throw new ProblemError('PLACE_TOKEN_INVALID');
    if (view.state === 'closed') throw new ProblemError('SALE_CLOSED');
    const result = await this.push.subscribeMail(token, { email, language, show: view.show.name, slug: view.slug });
    if (result.kind === 'off')
      throw new ProblemError('NOT_SUPPORTED', { detail: 'This installation sends no e-mail.' });
    if (result.kind === 'stopped') throw new ProblemError('MAIL_STOPPED');
    if (result.kind !== 'on') throw placeProblem(result);
    return { state: 'on' };
  }

  @Delete()
  @HttpCode(204)
  @ApiSecurity('place')
  @ApiOperation({ summary: 'Unsubscribe from mails about my turn' })
  @AnswersNothing(204)
  async unsubscribe(@Req() request: FastifyRequest): Promise<void> {
    const result = await this.push.unsubscribe(tokenOf(request), 'mail');
    if (result.kind !== 'off') throw placeProblem(result);
  }
}

function tokenOf(request: FastifyRequest): string {
  const token = bearerOf(request, 'Place');
  if (token === null) throw new ProblemError('PLACE_TOKEN_REQUIRED');
  return token;
}
