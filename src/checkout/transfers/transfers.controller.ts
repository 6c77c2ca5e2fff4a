import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { TransferShape } from '../../contract/orders/transfer-shapes.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { bodyHash, IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { unlessRefused } from '../checkout.errors.js';
import { OrderCredentialsReader } from '../orders/order-credentials.js';
import { TransferRequests } from './transfer-requests.service.js';
import { TransferDto } from './transfer-input.types.js';

@ApiTags('orders')
@ApiSecurity('order')
@Controller('v1/orders/:id/tickets/:ticketId/transfer')
export class TransfersController {
  constructor(
    private readonly requests: TransferRequests,
    private readonly credentials: OrderCredentialsReader,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give a ticket to somebody else: they get a link of their own, its barcode so far is refused',
  })
  @Answers(200, TransferShape)
  async transfer(
    @Param('id') orderId: string,
    @Param('ticketId') ticketId: string,
    @Body() body: TransferDto,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<TransferShape> {
    const { accessToken: token } = this.credentials.of(request);
    if (token === null) throw new ProblemError('NOT_FOUND');
    const to = { email: body.email, name: body.name.normalize('NFC'), language: body.language ?? 'en' };
    const given: TransferShape[] = [];
    const give = async (): Promise<TransferShape> => {
      const { transfer } = unlessRefused(await this.requests.transfer({ orderId, ticketId, token }, to));
      given.push(transfer);
      return transfer;
    };
    const call = { scope: `transfer:${ticketId}:${bodyHash(token)}`, key, hash: bodyHash(to) };
    await this.idempotency.once(call, async () => (await give()).ticketId);
    // a replay runs again: the transfer itself is idempotent by the ticket's state
    return given[0] ?? (await give());
  }
}
