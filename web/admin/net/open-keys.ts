/** A key is reused for this long after the last lost answer; later the same call is a new wish. */
const REUSE_MS = 60_000;

export interface Asking {
  method: string;
  path: string;
  payload: string | undefined;
}

/** Calls that add up when they run twice, and one that changes nothing; nothing else settles them. */
const ADDING = /\/(refund|extend-deadlines|messages|audience|access-codes|promo-codes|ticket-types|stock)(\?|$)/;

/**
 * Idempotency keys of calls whose outcome is unknown: repeating the same call soon reuses its key, so it runs once.
 * A later change of the same thing ends the keys of what it may have reversed: pausing again after a resume is another
 * pause. Calls that add up keep theirs until they are answered themselves.
 */
export class OpenKeys {
  private readonly open = new Map<string, { key: string; subject: string; adds: boolean; until: number }>();

  keyFor(asking: Asking, now: number): string {
    const known = this.open.get(nameOf(asking));
    return known && now < known.until ? known.key : crypto.randomUUID();
  }

  keep(asking: Asking, key: string, now: number): void {
    for (const [name, { until }] of this.open) if (until <= now) this.open.delete(name);
    this.open.set(nameOf(asking), {
      ...{ key, subject: subjectOf(asking), adds: ADDING.test(asking.path) },
      until: now + REUSE_MS,
    });
  }

  answered(asking: Asking): void {
    this.open.delete(nameOf(asking));
    if (ADDING.test(asking.path)) return;
    for (const [name, { subject, adds }] of this.open)
      if (!adds && subject === subjectOf(asking)) this.open.delete(name);
  }
}

const nameOf = ({ method, path, payload = '' }: Asking): string => `${method} ${path} ${payload}`;

/** What a call is about, such as `sales/sale_1` or `orders/ord_1`: a stopped sale does not settle a refund. */
const subjectOf = ({ path }: Asking): string => path.split(/[/?]/, 2).join('/');
