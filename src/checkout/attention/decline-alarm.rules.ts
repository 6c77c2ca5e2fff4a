/** Fewer declines are normal for a busy sale. */
const TELLING_DECLINES = 30;
/** Declines per paid order above which card testing is suspected. */
const DECLINES_PER_PAID = 2;

export function isSuspicious({ declines, paid }: { declines: number; paid: number }): boolean {
  return declines >= TELLING_DECLINES && declines > paid * DECLINES_PER_PAID;
}
