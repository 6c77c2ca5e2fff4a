import { Injectable } from '@nestjs/common';
import { LEASE_SECONDS } from '../payments.sql.js';
import { PaymentSignals } from '../payments.signals.js';
import type { PaymentWish } from '../payments.types.js';

/** Carries out wishes in this process; present in the payments role only. */
export interface WishTaker {
  /** Returns whether it can take more now. */
  hasRoom(): boolean;
  /** Starts wishes leased to this node. */
  take(wishes: readonly PaymentWish[]): void;
}

/** Hands wishes to this process's worker, or wakes those of other processes. */
@Injectable()
export class WishHandover {
  private taker: WishTaker | null = null;

  constructor(private readonly signals: PaymentSignals) {}

  attach(taker: WishTaker): void {
    this.taker = taker;
  }

  /** Returns the lease for a statement that writes wishes: 0 unless this process can start them at once. */
  leaseSeconds(): number {
    return this.taker?.hasRoom() === true ? LEASE_SECONDS : 0;
  }

  /** @param leaseSeconds as passed to the statement that wrote the wishes */
  handOver(wishes: readonly PaymentWish[], leaseSeconds: number): void {
    if (wishes.length === 0) return;
    if (this.taker && leaseSeconds > 0) this.taker.take(wishes);
    else this.signals.emit('ropeline_payment_wish');
  }
}
