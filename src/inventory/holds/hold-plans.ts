import type { StockBook } from '../channels/stock-book.rules.js';
import type { ClaimRefusal, HoldItem, HoldTerms } from './hold.types.js';
import type { SeatLayout } from '../seats/seat-layout.js';
import { chargeRefusal, type Claim, planClaims } from './claim.rules.js';
import { type Baskets, storedTerms } from './hold.rules.js';

/** What is asked for, and on which terms. */
export interface Wish {
  items: readonly HoldItem[];
  terms: ReadonlyMap<string, HoldTerms>;
  currency: string;
  lane?: string | undefined;
  channel?: string;
  /** Maximum units of all types together; null: no such limit. */
  most?: number | null;
}
interface Known {
  wish: Wish;
  layout: SeatLayout;
  book: StockBook;
  plan: HoldPlan | ClaimRefusal;
}

/** What the scripts are asked, encoded once for all who ask for the same. */
export class HoldPlan {
  readonly kind = 'plan';
  readonly baskets: Baskets = new Map();
  /** Seats, and one for all tickets of a type without them: the script takes them one by one. */
  readonly units: number;
  private readonly json: string;

  constructor(
    readonly claims: readonly Claim[],
    /** JSON of StoredTerms. */
    readonly terms: string,
  ) {
    this.json = JSON.stringify(claims);
    this.units = claims.reduce((sum, { n, seats, blocks }) => sum + (seats || blocks ? n : 1), 0);
  }

  /** @param claims those of the plan, or with seats proposed for them */
  encode(claims: readonly Claim[]): string {
    return claims === this.claims ? this.json : JSON.stringify(claims);
  }
}

/** Plans holds; keeps the plan of items that many fans ask for, for as long as nothing it was made from changes. */
export class HoldPlans {
  private readonly known = new WeakMap<readonly HoldItem[], Known>();

  of(wish: Wish, layout: SeatLayout, book: StockBook): HoldPlan | ClaimRefusal {
    const known = this.known.get(wish.items);
    if (known && known.layout === layout && known.book === book && isSame(known.wish, wish)) return known.plan;
    const plan = planOf(wish, layout, book);
    const { items, terms, currency, lane, channel, most = null } = wish;
    const kept: Wish = { items, terms, currency, lane, most, ...(channel === undefined ? {} : { channel }) };
    this.known.set(items, { wish: kept, layout, book, plan });
    return plan;
  }
}

const isSame = (a: Wish, b: Wish): boolean =>
  a.terms === b.terms &&
  a.currency === b.currency &&
  a.lane === b.lane &&
  a.channel === b.channel &&
  (a.most ?? null) === (b.most ?? null);

function planOf(wish: Wish, layout: SeatLayout, book: StockBook): HoldPlan | ClaimRefusal {
  const { items, terms, currency, lane, channel, most = null } = wish;
  const channels = channel === undefined ? book.channelsOfLane(lane) : [channel];
  const planned = planClaims(items, { terms, layout, book, channels, most });
  if (planned.kind !== 'claims') return planned;
  // partner sales are not charged here
  const refusal = channel === undefined && chargeRefusal(planned.claims, terms, currency);
  if (refusal) return refusal;
  const types = planned.claims.map((claim) => claim.t);
  return new HoldPlan(planned.claims, JSON.stringify(storedTerms(terms, types, currency)));
}
