/**
 * Wall time of the one clock that all nodes share, for what cannot be undone, such as opening a sale: a node's own clock
 * may be wrong by hours. Costs a query. A port, so that tests control the clock.
 */
export abstract class DatabaseTime {
  abstract nowMs(): Promise<number>;
}
