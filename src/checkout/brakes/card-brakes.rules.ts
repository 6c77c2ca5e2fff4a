/** Recent declines and payments of one network in a sale, or of a whole sale. */
export interface CardFigures {
  declines: number;
  paid: number;
}

export type Brake =
  | 'none'
  /** Requires bank authentication, which honest buyers pass and tested cards do not. */
  | 'authenticate'
  /** Allows one order at a time rather than none, because honest buyers may share a carrier's address. */
  | 'slow';

/** Fewer declines are normal. */
const TELLING_DECLINES = 10;
const TELLING_DECLINES_OF_SALE = 30;
/** Declines per paid order above which card testing is suspected. */
const DECLINES_PER_PAID = 2;
const SLOW_DECLINES = 40;

const outweighs = ({ declines, paid }: CardFigures, telling: number): boolean =>
  declines >= telling && declines > paid * DECLINES_PER_PAID;

/** Chooses the brake for a new order by the recent figures of its network and sale. */
export function brakeOf(network: CardFigures, sale: CardFigures): Brake {
  if (outweighs(network, SLOW_DECLINES)) return 'slow';
  if (outweighs(network, TELLING_DECLINES) || outweighs(sale, TELLING_DECLINES_OF_SALE)) return 'authenticate';
  return 'none';
}
