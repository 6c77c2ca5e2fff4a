/** A batch of codes created together, with its totals. */
export interface BatchCount {
  id: string;
  lane: string;
  codes: number;
  uses: number;
  used: number;
  createdAt: Date;
  voidedAt: Date | null;
}
