/** A key is reused for this long after the last lost answer; later the same call is a new wish. */
const REUSE_MS = 60_000;

export interface Asking {
  method: string;
  path: string;
  payload: string | undefined;
}

/**
 * Idempotency keys of calls whose outcome is unknown: repeating the same call soon reuses its key, so it runs once.
 * A later answer about the same thing ends them: pausing again after a resume is another pause.
 */
export class OpenKeys {
  private readonly open = new Map<string, { key: string; subject: string; until: number }>();

  keyFor(asking: Asking, now: number): string {
    const known = this.open.get(nameOf(asking));
    return known && now < known.until ? known.key : crypto.randomUUID();
  }

  keep(asking: Asking, key: string, now: number): void {
    for (const [name, { until }] of this.open) if (until <= now) this.open.delete(name);
    this.open.set(nameOf(asking), { key, subject: subjectOf(asking), until: now + REUSE_MS });
  }

  answered(asking: Asking): void {
    for (const [name, { subject }] of this.open) if (subject === subjectOf(asking)) this.open.delete(name);
  }
}

const nameOf = ({ method, path, payload = '' }: Asking): string => `${method} ${path} ${payload}`;

/** What a call is about, such as `sales/sale_1` or `orders/ord_1`: a stopped sale does not settle a refund. */
const subjectOf = ({ path }: Asking): string => path.split(/[/?]/, 2).join('/');
