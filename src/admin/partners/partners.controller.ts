import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, Length, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { RepeatedBy } from '../../platform/idempotency/repeated-by.js';
import { PartnerShape } from '../../contract/partners/partner-shapes.js';
import { PartnersService } from '../../partners/partners.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Answers, AnswersNothing, listOf } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { ReadVersion } from '../../platform/versions.js';
import { IfGiven } from '../../platform/problem/if-given.js';

const NAME = /^(?=.*[\p{L}\p{N}])[^\p{C}]{1,120}$/u;
const MAX_EMAIL_CHARACTERS = 254;

class PartnerBody {
  @Matches(NAME)
  name: string;
  @IsEmail()
  @Length(3, MAX_EMAIL_CHARACTERS)
  email: string;
}

class PartnerPatchBody {
  @IfGiven()
  @Matches(NAME)
  name?: string;
  @IfGiven()
  @IsEmail()
  @Length(3, MAX_EMAIL_CHARACTERS)
  email?: string;
  /** As answered; another one is a conflict. Left out: any. */
  @ReadVersion()
  version?: string;
}

class PartnersQuery {
  /** Includes archived partners when `true`. */
  @IsOptional()
  @IsIn(['true', 'false'])
  archived?: 'true' | 'false';
}

/** Partners that sell tickets or receive events. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/partners')
export class StaffPartnersController {
  constructor(
    private readonly partners: PartnersService,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All partners, the oldest first' })
  @Answers(200, listOf('Partners', 'partners', PartnerShape))
  async list(@Query() { archived }: PartnersQuery): Promise<{ partners: PartnerShape[] }> {
    return { partners: await this.partners.list(archived === 'true') };
  }

  @Post()
  @RepeatedBy<StaffPartnersController>('read')
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Add a partner: it has an event stream of its own from now on' })
  @Answers(201, PartnerShape)
  async create(@Body() { name, email }: PartnerBody, @Req() request: FastifyRequest): Promise<PartnerShape> {
    const partner = await this.partners.create(name.trim(), email);
    if (partner === null) throw new ProblemError('PARTNER_LIMIT');
    await this.audit.record(staffOf(request).actor, 'partner.create', partner.id, { partnerId: partner.id });
    return partner;
  }

  @Get(':id')
  @ApiOperation({ summary: 'One partner' })
  @Answers(200, PartnerShape)
  async read(@Param('id') id: string): Promise<PartnerShape> {
    return known(await this.partners.read(id));
  }

  @Patch(':id')
  @RepeatedBy<StaffPartnersController>('read')
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Change its name or e-mail' })
  @Answers(200, PartnerShape)
  async update(
    @Param('id') id: string,
    @Body() { name, email, version }: PartnerPatchBody,
    @Req() request: FastifyRequest,
  ): Promise<PartnerShape> {
    const change = { ...(name === undefined ? {} : { name: name.trim() }), ...(email === undefined ? {} : { email }) };
    const partner = known(await this.partners.update(id, change, version));
    await this.audit.record(staffOf(request).actor, 'partner.update', id, {
      ...{ partnerId: id, fields: Object.keys(change).join(' ') },
    });
    return partner;
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Archive it: its keys are refused and its endpoints disabled; its orders and events stay' })
  @AnswersNothing()
  async archive(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.partners.archive(id))) throw new ProblemError('NOT_FOUND');
    await this.audit.record(staffOf(request).actor, 'partner.archive', id, { partnerId: id });
  }
}

function known(partner: PartnerShape | 'conflict' | null): PartnerShape {
  if (partner === 'conflict') throw new ProblemError('VERSION_CONFLICT');
  if (partner === null) throw new ProblemError('NOT_FOUND');
  return partner;
}
