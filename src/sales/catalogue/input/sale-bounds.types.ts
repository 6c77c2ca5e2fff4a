import { IsISO8601, Matches } from 'class-validator';

/** Bounds of a sale. Each limits something stored, sent or iterated per unit. */
export const bounds = {
  ticketTypes: 12,
  lanes: 8,
  sections: 500,
  zones: 50,
  capacity: 1_000_000,
  /** Units of one hold, and thus of one fan's purchase. */
  maxPerFan: 50,
  labelCharacters: 60,
  groupMax: 8,
  cap: 100_000,
  perMinute: 100_000,
  laneWeight: 100,
  noticeCharacters: 500,
} as const;

/** A second. Any fraction of a minute is allowed, so that a rehearsal can be short. */
export const SHORTEST_MINUTES = 1 / 60;

/**
 * RFC 3339 as parsed by Date; ISO 8601 also allows weeks, ordinal days and commas. The offset is required: a local time
 * would depend on the server.
 */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export function Instant(): PropertyDecorator {
  return (target, key) => {
    IsISO8601({ strict: true, strictSeparator: true })(target, key);
    Matches(RFC_3339, { message: 'must be a time such as 2027-05-01T18:00:00Z, with Z or an offset such as +02:00' })(
      target,
      key,
    );
  };
}
