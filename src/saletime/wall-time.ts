/**
 * Converts a deadline in sale time to wall time for display; correct unless the sale stands still before it.
 * @param deadlineSaleMs and saleNowMs in ms of sale time, wallNowMs in ms of wall time
 */
export function wallTimeOf(deadlineSaleMs: number, saleNowMs: number, wallNowMs: number): string {
  return new Date(wallNowMs + (deadlineSaleMs - saleNowMs)).toISOString();
}
