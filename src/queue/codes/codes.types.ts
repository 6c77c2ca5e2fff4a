/** Lists in force that would be easy to guess if anybody might try them. */
export interface GuessableLists {
  known: number;
  /** Made by a version that did not say how long the codes are. */
  unknown: number;
}

/** A batch of codes created together, with its totals. */
export interface BatchCount {
  id: string;
  lane: string;
  codes: number;
  uses: number;
  used: number;
  createdAt: Date;
  voidedAt: Date | null;
  /** It has codes that are easy to guess; null: a version wrote it that did not say. */
  guessable: boolean | null;
}
