import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CardCheckShape } from '../../contract/money/card-check-shapes.js';
import { IdentityShape } from '../../contract/line/entry-shapes.js';
import { Config } from '../../platform/config/config.js';
import { clientNetworkOf } from '../../platform/http/network.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CardEntry } from './card-entry.service.js';
import { CardCheckConfirmInput, CardCheckInput } from './card-checks.dto.js';

/** Has a card checked, for sales that give one place for each card. Served by the payments role. */
@ApiTags('line')
@Controller('v1/card-checks')
export class CardChecksController {
  constructor(
    private readonly entry: CardEntry,
    private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Begin to have a card checked; nothing is charged' })
  @Answers(201, CardCheckShape)
  async begin(@Body() { sale, challenge }: CardCheckInput, @Req() request: FastifyRequest): Promise<CardCheckShape> {
    return await this.entry.begin(sale, challenge, clientNetworkOf(request, this.config.trustedProxies));
  }

  @Post('confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchange a checked card for a proof that the join takes as `identity`' })
  @Answers(200, IdentityShape)
  async confirm(@Body() { check }: CardCheckConfirmInput): Promise<IdentityShape> {
    return await this.entry.confirm(check);
  }
}
