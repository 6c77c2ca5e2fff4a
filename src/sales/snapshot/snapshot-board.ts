import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Snapshot } from '../../contract/line/line-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { readyAnswer, type ReadyAnswer } from '../../platform/http/ready-answers.js';
import { commonHeaders } from '../../platform/http/security-headers.js';
import { NewsService } from '../../platform/news/news.service.js';
import { Degradation } from '../../platform/overload/degradation.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import { Pulse } from '../conductor/pulse.js';
import { bareSnapshot } from './snapshot.rules.js';
import { stretchedPollMs } from './snapshot.policy.js';
import { SnapshotStore } from './snapshot.store.js';
import type { SaleView } from '../sales.types.js';

/** Age of the last snapshot and of the conductor's last pulse after which a snapshot is marked stale. */
const STALE_AFTER_MS = 5_000;
/**
 * Minimum interval between reads of the key. News arrive once a second; the key is read only if they fail to arrive.
 */
const REREAD_AFTER_MS = 1_500;
/** Snapshots cached per node, a few kilobytes each. */
const MAX_ENTRIES = 5_000;

/** Shared caches may serve it for one second, and any origin may read it. */
const SHARED_HEADERS = { 'cache-control': 'public, max-age=1', 'access-control-allow-origin': '*' };

/** An encoded snapshot with all its headers, ready to send. */
export interface BoardDocument extends ReadyAnswer {
  etag: string;
}

interface Entry {
  version: number;
  document: BoardDocument | null;
  /** The same document as this node must serve it for now, by the fields it changes. Created lazily. */
  variants: Map<string, BoardDocument>;
  /** When this version was composed, to this node's knowledge; monotonic, like the next. */
  madeAtMs: number;
  readAtMs: number;
  reading: Promise<void> | null;
  stop: () => void;
}

/** Caches each sale's last snapshot as bytes: composed once by one node, sent verbatim by all. */
@Injectable()
export class SnapshotBoard implements OnApplicationShutdown {
  private readonly log = new Logger('Snapshots');
  private readonly entries = new BoundedMap<string, Entry>(MAX_ENTRIES, ({ stop }) => stop());
  private readonly headers: readonly string[];

  // more than six: everything that decides what this node may serve for now
  constructor(
    private readonly store: SnapshotStore,
    private readonly news: NewsService,
    private readonly pulse: Pulse,
    private readonly lineFigures: FiguresService,
    private readonly clock: Clock,
    private readonly degradation: Degradation,
    config: Config,
  ) {
    this.headers = Object.entries({ ...commonHeaders(config), ...SHARED_HEADERS }).flat();
  }

  /** Returns the newest snapshot, else the last known one marked stale, else one derived from the sale itself. */
  async current(view: SaleView): Promise<BoardDocument> {
    const entry = this.entries.get(view.id) ?? this.follow(view.id);
    const now = this.clock.monotonicMs();
    if (now - Math.max(entry.madeAtMs, entry.readAtMs) > REREAD_AFTER_MS) {
      const reading = this.reread(view.id, entry);
      if (!entry.document) await reading;
    }
    if (!entry.document) {
      const draw = await this.lineFigures.drawOf(view.id);
      if (!draw) throw new ProblemError('CORE_AWAY'); // Postgres is down too, and the draw was never cached here
      const bare = bareSnapshot(view, draw, this.clock.nowMs());
      return this.documentOf(JSON.stringify(bare), bare.version, '-old');
    }
    return this.newest(view.id, entry, entry.document, view.state);
  }

  /** Returns a getter for the newest cached document; null until there is one. */
  following({ id, state }: SaleView): (() => BoardDocument) | null {
    const entry = this.entries.get(id);
    const document = entry?.document;
    return entry && document ? () => this.newest(id, entry, entry.document ?? document, state) : null;
  }

  onApplicationShutdown(): void {
    for (const entry of this.entries.values()) entry.stop();
  }

  private newest(saleId: string, entry: Entry, document: BoardDocument, state: SaleView['state']): BoardDocument {
    const goodAtMs = Math.max(entry.madeAtMs, this.pulse.conductedAtMs(saleId));
    const isOld = this.clock.monotonicMs() - goodAtMs > STALE_AFTER_MS && state !== 'closed';
    const { isStretched } = this.degradation;
    return isOld || isStretched ? this.changed(entry, document, isOld, isStretched) : document;
  }

  private documentOf(json: string, version: number, suffix = ''): BoardDocument {
    const etag = `"${version}${suffix}"`;
    const headers = [...this.headers, 'content-type', 'application/json; charset=utf-8', 'etag', etag];
    return { ...readyAnswer(json, headers), etag };
  }

  private follow(saleId: string): Entry {
    const entry: Entry = {
      version: -1,
      document: null,
      variants: new Map(),
      madeAtMs: Number.NEGATIVE_INFINITY,
      readAtMs: Number.NEGATIVE_INFINITY,
      reading: null,
      stop: () => undefined,
    };
    entry.stop = this.news.listen<'sale'>(`sale:${saleId}`, (news, json) => {
      if (news.event === 'snapshot') this.take(entry, json, news.payload.version, this.clock.monotonicMs());
    });
    this.entries.set(saleId, entry);
    return entry;
  }

  private take(entry: Entry, json: string, version: number, madeAtMs: number): void {
    if (version <= entry.version) return;
    entry.version = version;
    entry.document = this.documentOf(json, version);
    entry.variants.clear();
    entry.madeAtMs = madeAtMs;
  }

  /** Reads the key, sharing one read in flight; a failure keeps the known document and is retried. */
  private async reread(saleId: string, entry: Entry): Promise<void> {
    entry.readAtMs = this.clock.monotonicMs();
    entry.reading ??= this.store
      .read(saleId)
      .then((json) => {
        if (json === null) return;
        const { version, at } = JSON.parse(json) as { version: number; at: string };
        const ageMs = Math.max(0, this.clock.nowMs() - Date.parse(at));
        this.take(entry, json, version, this.clock.monotonicMs() - ageMs);
      })
      .catch((error: unknown) => this.log.debug(`the snapshot of ${saleId} cannot be read: ${String(error)}`))
      .finally(() => {
        entry.reading = null;
      });
    await entry.reading;
  }

  private changed(entry: Entry, document: BoardDocument, isOld: boolean, isStretched: boolean): BoardDocument {
    const suffix = `${isOld ? '-old' : ''}${isStretched ? '-slow' : ''}`;
    const known = entry.variants.get(suffix);
    if (known) return known;
    const snapshot = JSON.parse(document.text) as Snapshot;
    const pollAfterMs = isStretched
      ? stretchedPollMs(snapshot.pollAfterMs, this.toOpeningMs(snapshot))
      : snapshot.pollAfterMs;
    const json = JSON.stringify({ ...snapshot, pollAfterMs, stale: snapshot.stale || isOld });
    const made = this.documentOf(json, entry.version, suffix);
    entry.variants.set(suffix, made);
    return made;
  }

  private toOpeningMs({ state, prequeueAt, opensAt }: Snapshot): number | null {
    const at = state === 'scheduled' ? prequeueAt : state === 'prequeue' ? opensAt : null;
    return at === null ? null : Date.parse(at) - this.clock.nowMs();
  }
}
