/** What a script that changes a sale must be given: refused unless both equal what the sale's hash holds. */
export interface Stamp {
  epoch: number;
  runId: string;
}
