import { Injectable } from '@nestjs/common';
import type { Backlog } from '../../platform/work/backlog.js';
import { StuckPaymentsRepository } from './stuck-payments.repository.js';
import type { StuckPaymentKind, StuckPaymentRow } from './stuck-payments.types.js';

/** What the watchdog may see of the payment queues. */
@Injectable()
export class StuckPaymentsService {
  constructor(private readonly rows: StuckPaymentsRepository) {}

  find(kind: StuckPaymentKind, minutes: number, limit: number, known: readonly string[]): Promise<StuckPaymentRow[]> {
    return this.rows.find(kind, minutes, limit, known);
  }

  waiting(kind: StuckPaymentKind, refs: readonly string[], minutes: number): Promise<string[]> {
    return this.rows.waiting(kind, refs, minutes);
  }

  backlog(kind: StuckPaymentKind): Promise<Backlog> {
    return this.rows.backlog(kind);
  }

  wakeUp(kind: StuckPaymentKind, ref: string): Promise<boolean> {
    return this.rows.wakeUp(kind, ref);
  }
}
