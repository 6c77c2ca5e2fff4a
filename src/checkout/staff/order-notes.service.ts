import { Injectable } from '@nestjs/common';
import type { OrderNoteShape } from '../../contract/orders/order-note-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { newId } from '../../platform/ids.js';
import { type OrderNote, OrderNotesRepository } from './order-notes.repository.js';

const MOST_NOTES = 50;

/** Notes of staff about an order. They can be added and read, and are erased with the buyer's data. */
@Injectable()
export class OrderNotes {
  constructor(
    private readonly repository: OrderNotesRepository,
    private readonly audit: AuditService,
  ) {}

  /** The log keeps who wrote a note, and not the text, which may name the buyer and could not be erased there. */
  async add(
    orderId: string,
    text: string,
    actor: string,
  ): Promise<{ kind: 'added'; id: string } | { kind: 'not_found' | 'too_many' }> {
    const id = newId('note');
    const kind = await this.repository.add({ id, note: text, actor }, orderId, MOST_NOTES);
    if (kind !== 'added') return { kind };
    await this.audit.record(actor, 'order.note', orderId, { note: id });
    return { kind, id };
  }

  async of(orderId: string): Promise<OrderNoteShape[]> {
    return (await this.repository.of(orderId)).map(shapeOf);
  }

  async byId(id: string): Promise<OrderNoteShape | null> {
    const note = await this.repository.byId(id);
    return note && shapeOf(note);
  }
}

const shapeOf = ({ id, note, actor, createdAt }: OrderNote): OrderNoteShape => ({
  ...{ id, actor, at: createdAt.toISOString() },
  text: note === '' ? null : note,
});
