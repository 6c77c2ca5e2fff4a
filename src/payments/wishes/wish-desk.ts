import { Injectable } from '@nestjs/common';
import { LEASE_SECONDS } from '../payments.sql.js';
import { PaymentSignals } from '../payments.signals.js';
import type { PaymentWish } from '../payments.types.js';

/** Carries out wishes in this process; there in the payments role only. */
export interface WishTaker {
  /** Whether it can take more now. */
  hasRoom(): boolean;
  /** Starts wishes that are leased to this node. */
  take(wishes: readonly PaymentWish[]): void;
}

/** Hands wishes to the worker of this process, or wakes those of other processes. */
@Injectable()
export class WishDesk {
  private taker: WishTaker | null = null;

  constructor(private readonly signals: PaymentSignals) {}

  attach(taker: WishTaker): void {
    this.taker = taker;
  }

  /** What a statement that writes wishes leases them for: 0 unless this process can start on them at once. */
  leaseSeconds(): number {
    return this.taker?.hasRoom() === true ? LEASE_SECONDS : 0;
  }

  /** @param leaseSeconds what the statement that wrote the wishes was given */
  handOver(wishes: readonly PaymentWish[], leaseSeconds: number): void {
    if (wishes.length === 0) return;
    if (this.taker && leaseSeconds > 0) this.taker.take(wishes);
    else this.signals.emit('ropeline_payment_wish');
  }
}
