/**
 * A deadline of a sale as people are shown it: wall time that will be right if nothing stops the sale until then.
 * @param deadlineSaleMs and saleNowMs in ms of sale time, wallNowMs in ms of wall time
 */
export function wallTimeOf(deadlineSaleMs: number, saleNowMs: number, wallNowMs: number): string {
  return new Date(wallNowMs + (deadlineSaleMs - saleNowMs)).toISOString();
}
