import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { type ApiScope, apiScopes } from '../../contract/partners/api-scopes.js';
import { ApiKeyShape, NewApiKeyShape } from '../../contract/partners/partner-shapes.js';
import { ApiKeysService } from '../../partners/keys/api-keys.service.js';
import type { CreateKeyResult } from '../../partners/keys/api-keys.types.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Answers, AnswersNothing, listOf } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PeopleOnly, Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { IfGiven } from '../../platform/problem/if-given.js';
import { OrNull } from '../../platform/problem/nulls.js';
import { idPattern } from '../../contract/ids.js';

const PARTNER_ID = idPattern('prt');
const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 168;

class ApiKeyBody {
  @Matches(/^(?=.*[\p{L}\p{N}])[^\p{C}]{1,120}$/u)
  name: string;
  /** null: a key of the promoter's own. */
  @OrNull()
  @Matches(PARTNER_ID)
  partnerId?: string | null;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(apiScopes.length)
  @ArrayUnique()
  @IsIn([...apiScopes], { each: true })
  scopes: ApiScope[];
  @OrNull()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;
}

class RotateKeyBody {
  /** Overlap during which the old key still works; 0: none. */
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_HOURS)
  overlapHours?: number;
}

class ApiKeysQuery {
  @IsOptional()
  @Matches(PARTNER_ID)
  partnerId?: string;
}

/** API keys of partners and of the promoter's own programs. Managed by people only: a key cannot create keys. */
@ApiTags('staff')
@UseGuards(StaffGuard)
@ApiBearerAuth('bearer')
@PeopleOnly()
@Roles('owner', 'manager')
@Controller('v1/admin/api-keys')
export class StaffApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All keys by prefix, newest first' })
  @Answers(200, listOf('ApiKeys', 'keys', ApiKeyShape))
  async list(@Query() { partnerId }: ApiKeysQuery): Promise<{ keys: ApiKeyShape[] }> {
    return { keys: await this.keys.list(partnerId) };
  }

  @Post()
  @ApiOperation({ summary: 'Make a key; it is shown only in this answer' })
  @Answers(201, NewApiKeyShape)
  async create(@Body() body: ApiKeyBody, @Req() request: FastifyRequest): Promise<NewApiKeyShape> {
    const { name, scopes, partnerId = null, expiresAt = null } = body;
    const made = madeOf(
      await this.keys.create(
        { name: name.trim(), scopes, partnerId, expiresAt: expiresAt === null ? null : new Date(expiresAt) },
        staffOf(request).actor,
      ),
    );
    await this.audit.record(staffOf(request).actor, 'api_key.create', made.id, { partnerId, scopes });
    return made;
  }

  @Get(':id')
  @ApiOperation({ summary: 'One key, without its secret' })
  @Answers(200, ApiKeyShape)
  async read(@Param('id') id: string): Promise<ApiKeyShape> {
    const key = await this.keys.read(id);
    if (key === null) throw new ProblemError('NOT_FOUND');
    return key;
  }

  @Post(':id/rotate')
  @HttpCode(201)
  @ApiOperation({ summary: 'Make a key with the same rights; the old one works for some hours more, by default 24' })
  @Answers(201, NewApiKeyShape)
  async rotate(
    @Param('id') id: string,
    @Body() { overlapHours = DEFAULT_OVERLAP_HOURS }: RotateKeyBody,
    @Req() request: FastifyRequest,
  ): Promise<NewApiKeyShape> {
    const { partnerId } = await this.read(id);
    const result = await this.keys.rotate(id, overlapHours, staffOf(request).actor);
    if (result === null) throw new ProblemError('NOT_FOUND');
    const made = madeOf(result);
    await this.audit.record(staffOf(request).actor, 'api_key.rotate', id, { partnerId, to: made.id, overlapHours });
    return made;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key, at once' })
  @AnswersNothing()
  async revoke(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    const { partnerId } = await this.read(id);
    if (!(await this.keys.revoke(id))) throw new ProblemError('NOT_FOUND');
    await this.audit.record(staffOf(request).actor, 'api_key.revoke', id, { partnerId });
  }
}

function madeOf(result: CreateKeyResult): NewApiKeyShape {
  switch (result.kind) {
    case 'created':
      return { id: result.id, key: result.key, prefix: result.prefix };
    case 'scope_refused':
      throw new ProblemError('SCOPE_REFUSED', { detail: `A partner's key cannot have ${result.scope}.` });
    case 'expired':
      throw new ProblemError('VALIDATION_FAILED', {
        errors: [{ field: 'expiresAt', message: 'expiresAt must be in the future' }],
      });
    case 'partner_unknown':
      throw new ProblemError('PARTNER_UNKNOWN');
    case 'too_many':
      throw new ProblemError('API_KEY_LIMIT');
  }
}
