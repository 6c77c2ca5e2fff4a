import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Cacheable } from '../../platform/http/route-config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Pictures } from './pictures.service.js';

/** Should a browser ever open one as a page, nothing in it runs. */
const INERT = "default-src 'none'; sandbox";

/** Pictures of sales, as uploaded. */
@ApiTags('sales')
@Controller('v1/pictures')
export class PicturesController {
  constructor(private readonly pictures: Pictures) {}

  @Get(':id')
  @ApiExcludeEndpoint()
  @Cacheable('public, max-age=31536000, immutable')
  async read(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    const found = await this.pictures.read(id);
    if (!found) throw new ProblemError('NOT_FOUND');
    const etag = `"${id}"`;
    void reply.headers({ etag, 'content-security-policy': INERT });
    if (request.headers['if-none-match'] === etag) return void reply.status(304);
    void reply.header('content-type', found.type);
    return found.bytes;
  }
}
