import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsEmail, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { SafeToRepeat } from '../../platform/idempotency/repeated-by.js';
import { PrivacyService } from '../../checkout/privacy/privacy.service.js';
import { BuyerErasure, BuyerExport } from '../../contract/orders/ticket-shapes.js';
import { Answers } from '../../platform/openapi/answers.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';

class BuyerBody {
  @IsEmail()
  @MaxLength(254)
  email: string;
}

/** Data subject requests of buyers: export and erasure. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Roles('owner', 'manager')
@Controller('v1/admin/privacy')
export class PrivacyController {
  constructor(private readonly privacy: PrivacyService) {}

  @Post('exports')
  @SafeToRepeat()
  @HttpCode(200)
  @ApiOperation({ summary: 'Everything that is kept of the buyer with this address' })
  @Answers(200, BuyerExport)
  async export(@Body() { email }: BuyerBody, @Req() request: FastifyRequest): Promise<BuyerExport> {
    return await this.privacy.export(email, staffOf(request).actor);
  }

  @Post('erasures')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take the buyer’s name and address out of orders that have ended; amounts stay' })
  @Answers(200, BuyerErasure)
  async erase(@Body() { email }: BuyerBody, @Req() request: FastifyRequest): Promise<BuyerErasure> {
    return await this.privacy.erase(email, staffOf(request).actor);
  }
}
