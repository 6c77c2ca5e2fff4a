import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Tokens } from '../../platform/tokens/tokens.js';

interface Transferred {
  id: string;
  transfers: number;
}

/** Access tokens of single transferred tickets: derived from ticket id and number of transfers, never stored. */
@Injectable()
export class HolderAccess {
  constructor(
    private readonly tokens: Tokens,
    private readonly config: Config,
  ) {}

  /** Returns a token's transfer: the last, or the one before, whose holder may repeat the request. null: neither. */
  transferOf({ id, transfers }: Transferred, token: string): number | null {
    const given = Buffer.from(token);
    const isOf = (n: number): boolean =>
      this.tokens.proofs('ticket', id, n).some((proof) => {
        const expected = Buffer.from(proof);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    return [transfers, transfers - 1].find((n) => n > 0 && isOf(n)) ?? null;
  }

  /** Returns a link that grants access to the ticket to anyone who has it. */
  linkOf({ id, transfers }: Transferred): string {
    return `${this.config.publicUrl}/orders/${id}#${this.tokens.proofs('ticket', id, transfers)[0]}`;
  }
}
