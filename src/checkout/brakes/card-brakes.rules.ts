/** How cards fared lately, of one network in one sale or of a whole sale. */
export interface CardFigures {
  declines: number;
  paid: number;
}

export type Brake =
  | 'none'
  /** The bank is asked to authenticate: honest buyers pass, tried cards do not. */
  | 'authenticate'
  /** One order at a time: a carrier's address has honest buyers too. */
  | 'slow';

/** A few declines happen to everybody. */
const TELLING_DECLINES = 10;
const TELLING_DECLINES_OF_SALE = 30;
/** Declines for each paid order above which it is not buyers who are declined. */
const DECLINES_PER_PAID = 2;
const SLOW_DECLINES = 40;

const outweighs = ({ declines, paid }: CardFigures, telling: number): boolean =>
  declines >= telling && declines > paid * DECLINES_PER_PAID;

/** What stands between a new order and the provider, by what its network and its sale did lately. */
export function brakeOf(network: CardFigures, sale: CardFigures): Brake {
  if (outweighs(network, SLOW_DECLINES)) return 'slow';
  if (outweighs(network, TELLING_DECLINES) || outweighs(sale, TELLING_DECLINES_OF_SALE)) return 'authenticate';
  return 'none';
}
