import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Tokens } from '../../platform/tokens/tokens.js';

interface Accessible {
  id: string;
  accessGeneration: number;
}

/** Access tokens of orders: derived from id and generation, never stored, and valid beyond the admission pass. */
@Injectable()
export class OrderAccess {
  constructor(private readonly tokens: Tokens) {}

  tokenOf(order: Accessible): string {
    return this.tokens.proofs('order', order.id, order.accessGeneration)[0];
  }

  opens(order: Accessible, token: string): boolean {
    const given = Buffer.from(token);
    return this.tokens.proofs('order', order.id, order.accessGeneration).some((proof) => {
      const expected = Buffer.from(proof);
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }
}
