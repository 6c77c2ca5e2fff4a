import { Body, Controller, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PictureShape } from '../../contract/sale/branding-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { LargeBody } from '../../platform/http/route-config.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Pictures } from '../../sales/pictures/pictures.service.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { PictureBody } from './picture.dto.js';

/** Uploads of pictures and logos, which sales then name. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/pictures')
export class StaffPicturesController {
  constructor(
    private readonly pictures: Pictures,
    private readonly audit: AuditService,
  ) {}

  /** Repeatable: the same bytes are the same picture. */
  @Post()
  @Roles('owner', 'manager')
  @LargeBody(StaffGuard)
  @ApiOperation({ summary: 'Upload a picture or logo for sales; deleted after a week in which no sale shows it' })
  @Answers(201, PictureShape)
  async upload(@Body() { data }: PictureBody, @Req() request: FastifyRequest): Promise<PictureShape> {
    const result = await this.pictures.keep(Buffer.from(data, 'base64'));
    if (result.kind === 'invalid')
      throw new ProblemError('VALIDATION_FAILED', { errors: [{ field: 'data', message: result.message }] });
    const { id, width, height } = result.picture;
    await this.audit.record(staffOf(request).actor, 'picture.upload', id, { width, height });
    return result.picture;
  }
}
