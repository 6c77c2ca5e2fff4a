/** Holds and returning units that one script call ends before it does its own work: keeps it under a millisecond. */
export const SWEEP_PER_HOLD = 20;
/** The most that one beat may ask `expireDue` to end. */
export const MAX_EXPIRE_PER_CALL = 500;
/** Units of one hold: its record is one small document, and a search for seats is done once per unit at worst. */
export const MAX_UNITS_PER_HOLD = 50;
/** Lines of one request. */
export const MAX_ITEMS_PER_HOLD = 20;
/** Seconds of wall time that an ended hold is remembered, so that its idempotency key does not make a second one. */
export const TOMBSTONE_SECONDS = 4 * 3_600;
/** Seconds that a committed hold is remembered, for the day its payment is canceled. */
export const COMMITTED_HOLD_SECONDS = 24 * 3_600;
/** Field-value pairs that one script call of a rebuild writes. */
export const REBUILD_PAIRS_PER_CALL = 1_000;
/** Holds that one script call of a rebuild forgets. */
export const FORGET_PER_CALL = 1_000;
/** Seats and pools that one availability delta names; the rest follows with the next. */
export const CHANGES_PER_DELTA = 1_000;
/** Between two deltas of a sale, over all nodes: at most four a second. */
export const DELTA_GAP_MS = 250;
/** A node answers availability from memory for this long. */
export const AVAILABILITY_MEMORY_MS = 250;
/** Sales whose seat layouts a node keeps in memory. */
export const MAX_LAYOUTS = 16;
/** Seats of one sale; a section is one string in Redis. */
export const MAX_SEATS = 100_000;
/** Orders that one page of the committed units names. */
export const COMMITTED_PAGE = 500;
