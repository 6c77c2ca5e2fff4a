/** Overdue holds and returned units that a hold processes before its own work; keeps the script under a millisecond. */
export const SWEEP_PER_HOLD = 20;
/** Maximum that one beat may pass to `expireDue`. */
export const MAX_EXPIRE_PER_CALL = 500;
/** Units per hold: its record stays one small document, and in the worst case seats are searched once per unit. */
export const MAX_UNITS_PER_HOLD = 50;
/** Field-value pairs per script call of a rebuild: about a millisecond. */
export const REBUILD_PAIRS_PER_CALL = 1_000;
/** Holds deleted per script call of a rebuild. */
export const FORGET_PER_CALL = 1_000;
/** Limit on those calls: more than any stock could need. */
export const MAX_FORGET_CALLS = 10_000;
/** Seats and pools per availability delta; the rest follows in the next one. */
export const CHANGES_PER_DELTA = 1_000;
/** Minimum gap between two deltas of a sale, across all nodes: at most four per second. */
export const DELTA_GAP_MS = 250;
/** Cache TTL of availability on a node. */
export const AVAILABILITY_MEMORY_MS = 250;
/** Sales whose last availability and best seats a node caches. */
export const MAX_SALES_IN_MEMORY = 32;
/** Sales whose pools and layout a node caches: more than it can have on sale, because each eviction costs two queries. */
export const MAX_LAYOUTS_IN_MEMORY = 2_000;
/** Seats in all cached layouts: some hundred bytes each. */
export const MAX_SEATS_IN_MEMORY = 500_000;
/** Seats per sale: a section is one string in Redis, and a layout one object in memory. */
export const MAX_SEATS = 100_000;
/** Capacity of one general-admission pool. */
export const MAX_CAPACITY = 10_000_000;
/** Approximate number of orders per page of committed units. */
export const COMMITTED_PAGE = 500;
/** Limit on stored maps: each takes megabytes of Postgres. */
export const MAX_STORED_MAPS = 500;
/** Faults told about one seat map: more do not help, and many follow from the first. */
export const MAX_MAP_ERRORS = 50;
