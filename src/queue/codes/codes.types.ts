/** Codes that were made together. */
export interface BatchCount {
  id: string;
  lane: string;
  codes: number;
  uses: number;
  used: number;
  createdAt: Date;
  voidedAt: Date | null;
}
