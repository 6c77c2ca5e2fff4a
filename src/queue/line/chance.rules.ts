import type { StockSignal } from '../admission/admission.policy.js';
import type { ChanceTerms } from '../../contract/line/standing.js';

/** What is assumed of a crowd until the sale's own figures say more. */
const USUAL_PRESENCE = 0.6;
const USUAL_CONVERSION = 0.7;
const USUAL_BASKET = 2;
/** How many passed positions the usual presence counts for beside a lane's own. */
const USUAL_POSITIONS = 50;

interface Moment {
  stock: Pick<StockSignal, 'free' | 'held' | 'own'>;
  /** What the lane has in channels of its own. */
  own?: number;
  meanBasket: number | null;
  /** People who were let in or called, and have not gone, in all lanes. */
  inside: number;
  lane: { serving: number; admitted: number; called: number };
  /** The lane's share of all who wait: stock for all lanes, and those who take from it first, are split in proportion. */
  share: number;
}

/** Returns on what a lane's chances are reckoned now. */
export function chanceTerms({ stock, own = 0, meanBasket, inside, lane, share }: Moment): ChanceTerms {
  const basket = Math.max(1, meanBasket ?? USUAL_BASKET);
  const lanesOwn = Object.values(stock.own ?? {}).reduce((sum, free) => sum + free, 0);
  // a lane that an older version began has no count of those who were let in
  const isCounted = lane.admitted > 0 || lane.serving <= USUAL_POSITIONS;
  const came = lane.admitted + lane.called + USUAL_PRESENCE * USUAL_POSITIONS;
  return {
    stockLeft: Math.max(0, stock.free - lanesOwn) * share + own,
    presence: isCounted ? Math.min(1, came / (lane.serving + USUAL_POSITIONS)) : USUAL_PRESENCE,
    conversion: USUAL_CONVERSION,
    basket,
    // what they hold already is no longer free; who has paid counts until the admission ends, which tells too low a chance
    choosing: Math.max(0, inside - Math.max(0, stock.held) / basket) * share,
  };
}
