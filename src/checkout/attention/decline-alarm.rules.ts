/** Fewer declines than this happen to any busy sale. */
const TELLING_DECLINES = 30;
/** Declines for each paid order above which it is not buyers who are declined. */
const DECLINES_PER_PAID = 2;

export function isSuspicious({ declines, paid }: { declines: number; paid: number }): boolean {
  return declines >= TELLING_DECLINES && declines > paid * DECLINES_PER_PAID;
}
