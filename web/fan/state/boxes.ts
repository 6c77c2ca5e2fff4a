import type { AdmissionShape, HoldShape, JoinShape, OrderShape } from '../../../src/contract/shapes.js';

/**
 * What the page keeps on this device. Storage may be full, forbidden or edited by hand: reading answers null then,
 * writing is silent, and everything works on without it except surviving a reload (the device cookie still does).
 */
interface Box<T> {
  get(key: string): T | null;
  set(key: string, value: T): void;
  clear(key: string): void;
  /** Everything that is kept, the oldest key first; what cannot be read is left out. */
  all(): { key: string; value: T }[];
}

function box<T>(storage: () => Storage, prefix: string): Box<T> {
  const keysOf = (): string[] => {
    try {
      return Object.keys(storage()).filter((key) => key.startsWith(`${prefix}.`));
    } catch {
      return [];
    }
  };
  return {
    all() {
      return keysOf()
        .map((key) => key.slice(prefix.length + 1))
        .sort()
        .flatMap((key) => {
          const value = this.get(key);
          return value === null ? [] : [{ key, value }];
        });
    },
    get(key) {
      try {
        const text = storage().getItem(`${prefix}.${key}`);
        return text === null ? null : (JSON.parse(text) as T);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        storage().setItem(`${prefix}.${key}`, JSON.stringify(value));
      } catch {
        // private mode or full: the page lives on without
      }
    },
    clear(key) {
      try {
        storage().removeItem(`${prefix}.${key}`);
      } catch {
        // as above
      }
    },
  };
}

export interface KeptPlace extends JoinShape {
  /** The commitment this device saw before the draw: what makes the later check mean something. */
  commitmentSeen: string | null;
  /** People ahead when the position was first known: the rope's full length. */
  startAhead: number | null;
}

export interface KeptOrder {
  /** Empty once a cookie has taken its place. */
  accessToken: string;
  slug: string | null;
  order: OrderShape | null;
}

/** By slug; outlives the browser. */
export const placeBox = box<KeptPlace>(() => localStorage, 'ropeline.place');
/** By slug: the proof of who joins, good for a day. */
export const identityBox = box<string>(() => localStorage, 'ropeline.identity');
/** By slug; of this tab only. */
export const passBox = box<AdmissionShape>(() => sessionStorage, 'ropeline.pass');
/** By slug: the hold, so that a reload or another tab finds it again. Only the admission's own pass opens it. */
export const holdBox = box<{ hold: HoldShape }>(() => localStorage, 'ropeline.hold');
/** By order id; with its tickets, for a hall without reception. */
export const orderBox = box<KeptOrder>(() => localStorage, 'ropeline.order');
/** What the fan typed at the last checkout, of this tab only. */
export const buyerBox = box<{ email: string; name: string }>(() => sessionStorage, 'ropeline.buyer');
export const languageBox = box<string>(() => localStorage, 'ropeline.language');
