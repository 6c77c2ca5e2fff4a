/** A key is reused for this long after the last lost answer; later the same call is a new wish. */
const REUSE_MS = 60_000;

export interface Asking {
  method: string;
  path: string;
  payload: string | undefined;
}

/** POSTs that set a state. All others add something: a refund, minutes, a message, a key. */
const SETTING = /\/(publish|open|pause|resume|close|joins|notice|enable|disable)$/;

const setsState = ({ method, path }: Asking): boolean => method !== 'POST' || SETTING.test(path);

/**
 * Idempotency keys of calls whose outcome is unknown: repeating the same call soon reuses its key, so it runs once.
 * A later change of the same thing ends the keys of what it may have reversed: pausing again after a resume is another
 * pause. Calls that add up keep theirs until they are answered themselves.
 */
export class OpenKeys {
  private readonly open = new Map<string, { key: string; subject: string; isState: boolean; until: number }>();

  keyFor(asking: Asking, now: number): string {
    const known = this.open.get(nameOf(asking));
    return known && now < known.until ? known.key : crypto.randomUUID();
  }

  keep(asking: Asking, key: string, now: number): void {
    for (const [name, { until }] of this.open) if (until <= now) this.open.delete(name);
    this.open.set(nameOf(asking), {
      ...{ key, subject: subjectOf(asking), isState: setsState(asking) },
      until: now + REUSE_MS,
    });
  }

  answered(asking: Asking): void {
    this.open.delete(nameOf(asking));
    if (!setsState(asking)) return;
    for (const [name, { subject, isState }] of this.open)
      if (isState && subject === subjectOf(asking)) this.open.delete(name);
  }
}

const nameOf = ({ method, path, payload = '' }: Asking): string => `${method} ${path} ${payload}`;

/** What a call is about, such as `sales/sale_1` or `orders/ord_1`: a stopped sale does not settle a refund. */
const subjectOf = ({ path }: Asking): string => path.split(/[/?]/, 2).join('/');
