/** Overdue holds, and units to offer again, that a hold ends before its own work: keeps the script under a millisecond. */
export const SWEEP_PER_HOLD = 20;
/** The most that one beat may ask `expireDue` to end. */
export const MAX_EXPIRE_PER_CALL = 500;
/** Units of one hold: its record is one small document, and seats are searched once per unit at worst. */
export const MAX_UNITS_PER_HOLD = 50;
/** Field-value pairs that one script call of a rebuild writes: about a millisecond. */
export const REBUILD_PAIRS_PER_CALL = 1_000;
/** Holds that one script call of a rebuild forgets. */
export const FORGET_PER_CALL = 1_000;
/** Calls of that kind: more than the stock could ever be held in. */
export const MAX_FORGET_CALLS = 10_000;
/** Seats and pools that one availability delta names; the rest follows with the next. */
export const CHANGES_PER_DELTA = 1_000;
/** Between two deltas of a sale, over all nodes: at most four a second. */
export const DELTA_GAP_MS = 250;
/** A node answers availability from memory for this long. */
export const AVAILABILITY_MEMORY_MS = 250;
/** Sales of which a node keeps seats and last availability in memory. */
export const MAX_SALES_IN_MEMORY = 32;
/** Seats of one sale: a section is one string in Redis, and a layout one object in memory. */
export const MAX_SEATS = 100_000;
/** Units of one pool of general admission. */
export const MAX_CAPACITY = 10_000_000;
/** Orders that one page of the committed units names, about. */
export const COMMITTED_PAGE = 500;
/** Stored maps: each is megabytes of Postgres. */
export const MAX_STORED_MAPS = 500;
