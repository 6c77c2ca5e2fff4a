import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { CardBrakesRepository } from './card-brakes.repository.js';
import { type Brake, brakeOf, type CardFigures } from './card-brakes.rules.js';

/** Cache TTL of the figures; meanwhile the limits per order and admission still bound a card tester. */
const FRESH_MS = 1_000;
const SLOW_MS = 10_000;
/** Networks tracked at once; any further one waits for the full time. */
const MAX_SLOWED = 10_000;
const DAY_MS = 86_400_000;
const NETWORK_CHARACTERS = 22;
const NOTHING: CardFigures = { declines: 0, paid: 0 };

interface Figures {
  readonly networks: ReadonlyMap<string, CardFigures>;
  readonly sales: ReadonlyMap<string, CardFigures>;
}

/** Detects card testing per network and sale before an order reaches the provider. */
@Injectable()
export class CardBrakes {
  private known: { figures: Promise<Figures>; at: number } | null = null;
  private readonly slowedUntil = new Map<string, number>();

  constructor(
    private readonly repository: CardBrakesRepository,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  /** Digests the network for storage with an order: irreversible, and not linkable across days. */
  digestOf(network: string): string {
    const day = Math.floor(this.clock.nowMs() / DAY_MS);
    return this.tokens.mac('network', 'card', day, network).slice(0, NETWORK_CHARACTERS);
  }

  async of(saleId: string, network: string): Promise<Brake> {
    const { networks, sales } = await this.figures();
    return brakeOf(networks.get(`${saleId} ${network}`) ?? NOTHING, sales.get(saleId) ?? NOTHING);
  }

  /** Returns how long an order of a slowed network must wait; 0 claims the turn. */
  turnAfterMs(saleId: string, network: string): number {
    const now = this.clock.monotonicMs();
    const key = `${saleId} ${network}`;
    const until = this.slowedUntil.get(key) ?? 0;
    if (until > now) return until - now;
    if (this.slowedUntil.size >= MAX_SLOWED) {
      for (const [name, at] of this.slowedUntil) if (at <= now) this.slowedUntil.delete(name);
      if (this.slowedUntil.size >= MAX_SLOWED) return SLOW_MS;
    }
    this.slowedUntil.set(key, now + SLOW_MS);
    return 0;
  }

  private async figures(): Promise<Figures> {
    const now = this.clock.monotonicMs();
    if (this.known === null || now - this.known.at >= FRESH_MS) {
      const figures = this.read();
      this.known = { figures, at: now };
      figures.catch(() => {
        this.known = null;
      });
    }
    return await this.known.figures;
  }

  private async read(): Promise<Figures> {
    const rows = await this.repository.declined();
    if (rows.length === 0) return { networks: new Map(), sales: new Map() };
    const paid = await this.repository.paidOf([...new Set(rows.map(({ saleId }) => saleId))]);
    const sales = new Map<string, CardFigures>();
    for (const { saleId, declines } of rows) {
      const before = sales.get(saleId)?.declines ?? 0;
      sales.set(saleId, { declines: before + declines, paid: paid.get(saleId) ?? 0 });
    }
    return { networks: new Map(rows.map((row) => [`${row.saleId} ${row.network ?? ''}`, row])), sales };
  }
}
