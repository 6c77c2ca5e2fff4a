/** The line cannot be changed now: Redis or Postgres is away, or the sale is being rebuilt. Trying again later is right. */
export class QueueAwayError extends Error {
  constructor(doing: string) {
    super(`the line of a sale cannot be reached: ${doing}`);
  }
}
