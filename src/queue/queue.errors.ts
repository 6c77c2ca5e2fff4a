/** The line cannot be changed now: Redis or Postgres is unreachable, or the sale is being rebuilt. Retryable. */
export class QueueAwayError extends Error {
  constructor(doing: string) {
    super(`the line of a sale cannot be reached: ${doing}`);
  }
}
