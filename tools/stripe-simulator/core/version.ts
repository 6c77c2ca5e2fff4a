/** The version of Stripe's API whose shapes the simulator answers and puts into events. */
export const API_VERSION = '2026-10-28.endive';
