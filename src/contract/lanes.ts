/** Key of a lane. Without separators of Redis keys, of tokens (`~`, `.`) and of lists (`,`). */
export const LANE_KEY = /^[a-z][a-z0-9_-]{0,31}$/;
