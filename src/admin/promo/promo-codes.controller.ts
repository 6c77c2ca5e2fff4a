import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PromoCodes } from '../../checkout/promo/promo-codes.service.js';
import type { PromoCodeRecord } from '../../checkout/promo/promo.types.js';
import { PromoCodeShape, PromoCodesPage } from '../../contract/money/promo-shapes.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { bodyHash, IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { PromoCodeBody, PromoCodesQuery } from './promo-codes.dto.js';
import { newPromoCode, promoErrors } from './promo-input.rules.js';

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/promo-codes')
export class PromoCodesController {
  constructor(
    private readonly promos: PromoCodes,
    private readonly sales: SaleCache,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Make a promo code' })
  @Answers(201, PromoCodeShape)
  async create(
    @Body() body: PromoCodeBody,
    @Req() request: FastifyRequest,
    @IdempotencyKey() key: string | null,
  ): Promise<PromoCodeShape> {
    const { actor } = staffOf(request);
    const call = { scope: `promo-codes:${actor}`, key, hash: bodyHash(body) };
    const id = await this.idempotency.once(call, async () => (await this.make(actor, body)).id);
    return await this.read(id);
  }

  private async make(actor: string, body: PromoCodeBody): Promise<PromoCodeRecord> {
    const errors = promoErrors(body, await this.sales.byId(body.saleId));
    if (errors.length > 0) throw new ProblemError('VALIDATION_FAILED', { errors });
    const made = await this.promos.create(actor, newPromoCode(body));
    if (!made) throw new ProblemError('PROMO_CODE_TAKEN');
    return made;
  }

  @Get()
  @ApiOperation({ summary: 'Promo codes, newest first, a hundred at a time' })
  @Answers(200, PromoCodesPage)
  async list(@Query() { saleId, before }: PromoCodesQuery): Promise<PromoCodesPage> {
    const { codes, next } = await this.promos.page(saleId ?? null, before ?? null);
    return { codes: codes.map(shapeOf), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A promo code and how often it was used' })
  @Answers(200, PromoCodeShape)
  async read(@Param('id') id: string): Promise<PromoCodeShape> {
    const found = await this.promos.byId(id);
    if (!found) throw new ProblemError('NOT_FOUND');
    return shapeOf(found);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Void a promo code: orders that have it keep it, new ones cannot use it' })
  @AnswersNothing()
  async void(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.promos.void(staffOf(request).actor, id))) throw new ProblemError('NOT_FOUND');
  }
}

function shapeOf({
  amountMinor,
  ticketTypeIds,
  endsAt,
  createdAt,
  voidedAt,
  ...code
}: PromoCodeRecord): PromoCodeShape {
  return {
    ...code,
    amount: amountMinor,
    ticketTypeIds: ticketTypeIds.length === 0 ? null : ticketTypeIds,
    endsAt: endsAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    voidedAt: voidedAt?.toISOString() ?? null,
  };
}
