import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JWK } from 'jose';
import { JwksShape } from '../contract/line/line-shapes.js';
import { Cacheable } from '../platform/http/route-config.js';
import { Answers } from '../platform/openapi/answers.js';
import { TicketsService } from './tickets.service.js';

/** Public keys of barcodes, for scanners that verify tickets themselves (docs/tickets.md). */
@ApiTags('tickets')
@Controller()
export class TicketKeysController {
  constructor(private readonly tickets: TicketsService) {}

  @Get('.well-known/ticket-keys.json')
  @Cacheable('public, max-age=60')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'Public keys of ticket barcodes' })
  @Answers(200, JwksShape)
  async keys(): Promise<{ keys: JWK[] }> {
    return await this.tickets.publicKeys();
  }
}
