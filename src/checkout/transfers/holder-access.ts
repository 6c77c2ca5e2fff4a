import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Tokens } from '../../platform/tokens/tokens.js';

interface Transferred {
  id: string;
  transfers: number;
}

/** The right to one ticket of somebody else's order: computed from its id and how often it changed hands, stored nowhere. */
@Injectable()
export class HolderAccess {
  constructor(
    private readonly tokens: Tokens,
    private readonly config: Config,
  ) {}

  /** Which transfer a token is of: the last one, or the one before, whose holder may ask again. null: neither. */
  transferOf({ id, transfers }: Transferred, token: string): number | null {
    const given = Buffer.from(token);
    const isOf = (n: number): boolean =>
      this.tokens.proofs('ticket', id, n).some((proof) => {
        const expected = Buffer.from(proof);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    return [transfers, transfers - 1].find((n) => n > 0 && isOf(n)) ?? null;
  }

  /** Shows the ticket; whoever has it has the ticket. */
  linkOf({ id, transfers }: Transferred): string {
    return `${this.config.publicUrl}/orders/${id}#${this.tokens.proofs('ticket', id, transfers)[0]}`;
  }
}
