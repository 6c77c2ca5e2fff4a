import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from '../../../platform/http/language.js';
import { AnswersFile } from '../../../platform/openapi/answers.js';
import { unlessRefused } from '../../checkout.errors.js';
import { OrderCredentialsReader } from '../order-credentials.js';
import { OrderWallets } from './order-wallets.service.js';

const APPLE = 'application/vnd.apple.pkpass';

@ApiTags('orders')
@ApiSecurity('order')
@Controller('v1/orders/:id/tickets/:ticketId/wallet')
export class OrderWalletsController {
  constructor(
    private readonly wallets: OrderWallets,
    private readonly credentials: OrderCredentialsReader,
  ) {}

  @Get('apple')
  @Header('content-type', APPLE)
  @ApiOperation({ summary: 'A ticket as a signed pass for Apple Wallet, where the operator has a certificate' })
  @AnswersFile(APPLE)
  async apple(
    @Param('id') id: string,
    @Param('ticketId') ticketId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const language = languageOf(request.headers['accept-language']);
    const { paper } = unlessRefused(await this.wallets.apple(id, ticketId, this.credentials.of(request), language));
    void reply.header('content-disposition', `attachment; filename="${ticketId}.pkpass"`);
    return paper;
  }

  @Get('google')
  @ApiOperation({ summary: 'Goes to Google Wallet with a ticket, where the operator has an account' })
  @ApiResponse({ status: 302, description: 'Where the ticket is saved.' })
  async google(
    @Param('id') id: string,
    @Param('ticketId') ticketId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const language = languageOf(request.headers['accept-language']);
    const { paper } = unlessRefused(await this.wallets.google(id, ticketId, this.credentials.of(request), language));
    void reply.redirect(paper, 302);
  }
}
