import { Body, Controller, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OrderNotes } from '../../checkout/staff/order-notes.service.js';
import { OrderNoteShape } from '../../contract/orders/order-note-shapes.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { PlainText } from '../../platform/http/plain-text.js';
import { bodyHash, IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';

const MOST_CHARACTERS = 500;

class OrderNoteBody {
  @PlainText(MOST_CHARACTERS)
  text: string;
}

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/orders/:id/notes')
export class OrderNotesController {
  constructor(
    private readonly notes: OrderNotes,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Roles('owner', 'manager', 'operator', 'finance')
  @ApiOperation({ summary: 'Write a note about an order, which only staff read' })
  @Answers(201, OrderNoteShape)
  async add(
    @Param('id') orderId: string,
    @Body() { text }: OrderNoteBody,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<OrderNoteShape> {
    const { actor } = staffOf(request);
    const call = { scope: `order-note:${orderId}:${actor}`, key, hash: bodyHash({ text }) };
    const id = await this.idempotency.once(call, async () => {
      const added = await this.notes.add(orderId, text, actor);
      if (added.kind === 'added') return added.id;
      throw new ProblemError(added.kind === 'not_found' ? 'NOT_FOUND' : 'ORDER_NOTE_LIMIT');
    });
    const note = await this.notes.byId(id);
    if (note === null) throw new ProblemError('NOT_FOUND');
    return note;
  }
}
