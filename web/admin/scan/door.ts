import type { MergedScans, ScanAnswer, ScanListShape } from '../../../src/contract/orders/ticket-shapes.js';
import { call, callOnce, Refusal } from '../net/api.js';
import { bytesOf, isSigned, readBarcode } from './barcode.js';
import { judge, type ListedTicket, nextBatch, type OfflineScan, type Verdict } from './door.rules.js';

const MAX_PAGES = 100;
/** Somebody stands at the door: after two lost answers the list decides. */
const ANSWER_WITHIN_MS = 4_000;
const TRIES = 2;
const WAITING = 'ropeline.scans.waiting';
const DEVICE = 'ropeline.scans.device';

export interface DoorState {
  /** When the list was generated; null if there is none yet. */
  listAt: string | null;
  tickets: number;
  /** Decided offline and not yet handed in. */
  waiting: number;
  /** Admitted by this device since the page was opened. */
  letIn: number;
  /** Handed in, but the same ticket had already been admitted elsewhere. */
  conflicts: number;
  offline: boolean;
}

/**
 * One door of one show. Asks the server, which knows all doors; while it is unreachable, decides by the signed list and
 * this device's own admissions, and hands those in once the server is back.
 */
export class Door {
  private readonly tickets = new Map<string, ListedTicket>();
  private readonly letInHere = new Map<string, { at: string; gate: string }>();
  private readonly listeners = new Set<() => void>();
  private keys: JsonWebKey[] = [];
  private waiting = storedScans();
  private handingIn = false;
  private state: DoorState;

  constructor(private readonly saleId: string) {
    this.state = { listAt: null, tickets: 0, waiting: this.waiting.length, letIn: 0, conflicts: 0, offline: false };
  }

  readonly current = (): DoorState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Refreshes the list; the old one stays in use until the new one is complete. */
  async refresh(): Promise<void> {
    await this.handIn();
    const found: ListedTicket[] = [];
    let after: string | null = null;
    let at = '';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = new URLSearchParams({ saleId: this.saleId, ...(after === null ? {} : { after }) });
      const answer: ScanListShape = await call('GET', `scans/list?${query}`);
      this.keys = answer.keys;
      found.push(...(await this.listed(answer.list)));
      at = answer.at;
      after = answer.next;
      if (after === null) break;
    }
    this.tickets.clear();
    for (const ticket of found) this.tickets.set(ticket.id, ticket);
    this.tell({ listAt: at, tickets: this.tickets.size, offline: false });
  }

  /** Decides on one barcode. Each call is one physical scan: a copy shown next is another. */
  async scan(barcode: string, gate: string): Promise<Verdict> {
    const scannedAt = new Date().toISOString();
    let verdict: Verdict;
    try {
      const answer = await this.ask(barcode, gate.trim(), scannedAt);
      verdict = { result: answer.result, label: answer.ticket?.label, first: answer.first };
      if (this.state.offline) this.tell({ offline: false });
      void this.handIn();
    } catch (thrown) {
      if (!isAway(thrown)) throw thrown;
      verdict = await this.decide(barcode, gate.trim(), scannedAt);
    }
    if (verdict.result === 'admitted') {
      const id = readBarcode(barcode)?.ticketId;
      if (id) this.letInHere.set(id, { at: new Date().toISOString(), gate: gate.trim() });
      this.tell({ letIn: this.state.letIn + 1 });
    }
    return verdict;
  }

  /** Asks the server, again where an answer was lost: by its key and its time the repeat is the same admission. */
  private async ask(barcode: string, gate: string, scannedAt: string): Promise<ScanAnswer> {
    const named = gate === '' ? {} : { gate };
    const body = { barcode, saleId: this.saleId, ...named, device: deviceId(), scannedAt };
    const once = { key: crypto.randomUUID(), timeoutMs: ANSWER_WITHIN_MS };
    for (let left = this.state.offline ? 1 : TRIES; ; left -= 1)
      try {
        return await callOnce<ScanAnswer>('POST', 'scans', body, once);
      } catch (thrown) {
        if (left === 1 || !isAway(thrown)) throw thrown;
      }
  }

  /**
   * Decides offline. Throws if the list is missing or the browser cannot verify signatures, rather than admit
   * unverified.
   */
  private async decide(barcode: string, gate: string, scannedAt: string): Promise<Verdict> {
    this.tell({ offline: true });
    if (this.state.listAt === null) throw new Error('There is no network, and this device has no list yet.');
    const read = readBarcode(barcode);
    const authentic = read ? await isSigned(this.keys, read.keyId, read.body, read.signature) : false;
    if (authentic === null) throw new Error('There is no network, and this browser cannot check tickets by itself.');
    const id = read?.ticketId ?? '';
    const verdict = judge(read, authentic, this.tickets.get(id), this.letInHere.get(id));
    if (authentic)
      this.keep({
        ...{ barcode, gate: gate || 'door', saleId: this.saleId, scannedAt },
        letIn: verdict.result === 'admitted',
      });
    return verdict;
  }

  /** Hands in offline decisions; idempotent. */
  async handIn(): Promise<void> {
    if (this.handingIn) return;
    this.handingIn = true;
    try {
      while (this.waiting.length > 0) {
        const batch = nextBatch(this.waiting);
        const { scans } = await call<MergedScans>('POST', 'scans/merge', { device: deviceId(), scans: batch });
        this.waiting = this.waiting.slice(batch.length);
        this.store();
        const conflicts = scans.filter(({ conflict }) => conflict).length;
        this.tell({ waiting: this.waiting.length, conflicts: this.state.conflicts + conflicts, offline: false });
      }
    } catch {
      // still unreachable, or refused: they stay queued
    } finally {
      this.handingIn = false;
    }
  }

  private keep(scan: OfflineScan): void {
    this.waiting = [...this.waiting, scan];
    this.store();
    this.tell({ waiting: this.waiting.length });
  }

  private store(): void {
    try {
      localStorage.setItem(WAITING, JSON.stringify(this.waiting));
    } catch {
      // still held in memory
    }
  }

  /** Returns the tickets of one list page, after verifying its signature where the browser can. */
  private async listed(jws: string): Promise<ListedTicket[]> {
    const [head = '', payload = '', signature = ''] = jws.split('.');
    const { kid } = JSON.parse(new TextDecoder().decode(bytesOf(head))) as { kid: string };
    const body = new TextEncoder().encode(`${head}.${payload}`);
    if ((await isSigned(this.keys, kid, body, bytesOf(signature))) === false)
      throw new Error('The list is not signed.');
    return (JSON.parse(new TextDecoder().decode(bytesOf(payload))) as { tickets: ListedTicket[] }).tickets;
  }

  private tell(changes: Partial<DoorState>): void {
    this.state = { ...this.state, ...changes };
    for (const listener of this.listeners) listener();
  }
}

/** The server did not decide: it cannot be reached, failed, or still works on the first try. */
const isAway = (thrown: unknown): boolean =>
  thrown instanceof Refusal && (thrown.isUnknown || thrown.status === 0 || thrown.status >= 500);

function storedScans(): OfflineScan[] {
  try {
    return JSON.parse(localStorage.getItem(WAITING) ?? '[]') as OfflineScan[];
  } catch {
    return [];
  }
}

/** Identifies this scanner; generated once and stored by the browser. */
function deviceId(): string {
  const made = crypto.randomUUID();
  try {
    const known = localStorage.getItem(DEVICE);
    if (known !== null) return known;
    localStorage.setItem(DEVICE, made);
  } catch {
    // valid for this page only
  }
  return made;
}
