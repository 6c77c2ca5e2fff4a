import type { ChanceTerms } from '../../contract/line/standing.js';

/** What is assumed of a crowd until the sale's own figures say more. */
const USUAL_PRESENCE = 0.6;
const USUAL_CONVERSION = 0.7;
const USUAL_BASKET = 2;
/** How many passed positions the usual presence counts for beside a lane's own. */
const USUAL_POSITIONS = 50;

interface Moment {
  stock: { free: number; held: number };
  meanBasket: number | null;
  /** People who were let in or called, and have not gone, in all lanes. */
  inside: number;
  lane: { serving: number; admitted: number; called: number };
  /** The lane's share of all who wait: stock, and those who take from it first, are split in proportion. */
  share: number;
}

/** Returns on what a lane's chances are reckoned now. */
export function chanceTerms({ stock, meanBasket, inside, lane, share }: Moment): ChanceTerms {
  const basket = Math.max(1, meanBasket ?? USUAL_BASKET);
  const came = lane.admitted + lane.called + USUAL_PRESENCE * USUAL_POSITIONS;
  return {
    stockLeft: stock.free * share,
    presence: Math.min(1, came / (lane.serving + USUAL_POSITIONS)),
    conversion: USUAL_CONVERSION,
    basket,
    // what they hold already is no longer free
    choosing: Math.max(0, inside - Math.max(0, stock.held) / basket) * share,
  };
}
