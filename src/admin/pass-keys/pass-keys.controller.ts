import { Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PassKeysShape } from '../../contract/line/pass-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { type SigningKeyPair, signerOf, SigningKeys } from '../../platform/tokens/signing-keys.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';

/** Rotates and revokes the keys that sign passes. Owners only. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Roles('owner')
@Controller('v1/admin/pass-keys')
export class PassKeysController {
  constructor(
    private readonly keys: SigningKeys,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The keys whose passes are accepted' })
  @Answers(200, PassKeysShape)
  async list(): Promise<PassKeysShape> {
    return shapeOf(await this.keys.valid('pass'));
  }

  @Post('rotate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Publish the next key; it signs after 90 seconds, and the one before it counts on' })
  @Answers(200, PassKeysShape)
  async rotate(@Req() request: FastifyRequest): Promise<PassKeysShape> {
    const keys = await this.keys.rotate('pass');
    if (!keys) throw new ProblemError('RATE_LIMITED', { detail: 'The last key is younger than ten minutes.' });
    await this.audit.record(staffOf(request).actor, 'pass_keys.rotate', keys[0]?.kid ?? '', {});
    return shapeOf(keys);
  }

  @Post(':kid/revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse every pass of a key; shoppers renew theirs with another one by themselves' })
  @Answers(200, PassKeysShape)
  async revoke(@Param('kid') kid: string, @Req() request: FastifyRequest): Promise<PassKeysShape> {
    if (!/^[0-9a-f]{12}$/.test(kid) || !(await this.keys.revoke('pass', kid))) throw new ProblemError('NOT_FOUND');
    await this.audit.record(staffOf(request).actor, 'pass_keys.revoke', kid, {});
    await this.keys.current('pass'); // replaces the key if it was the only one
    return shapeOf(await this.keys.valid('pass'));
  }
}

function shapeOf(keys: readonly SigningKeyPair[]): PassKeysShape {
  const signer = signerOf(keys)?.kid;
  return {
    keys: keys.map(({ kid, createdAtMs }) => ({
      kid,
      createdAt: new Date(createdAtMs).toISOString(),
      signs: kid === signer,
    })),
  };
}
