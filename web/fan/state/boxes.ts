import type { AdmissionShape, HoldShape, JoinShape, OrderShape } from '../../../src/contract/shapes.js';
import { Store } from './store.js';

/** True once this browser has refused to keep something: what is kept then ends with the page, and the fan is warned. */
export const storageRefused = new Store(false);

/**
 * What the page keeps on this device. Storage may be full, forbidden or edited by hand: what it refuses stays in memory,
 * so that everything works except surviving a reload (the device cookie still does).
 */
interface Box<T> {
  get(key: string): T | null;
  set(key: string, value: T): void;
  clear(key: string): void;
  /** Everything that is kept, the oldest key first; what cannot be read is left out. */
  all(): { key: string; value: T }[];
}

/** Text by full key: what storage refused. */
const memory = new Map<string, string>();

function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(storage: () => Storage, key: string, text: string): void {
  try {
    storage().setItem(key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
    storageRefused.set(true);
  }
}

function keysIn(storage: () => Storage): string[] {
  try {
    return [...new Set([...Object.keys(storage()), ...memory.keys()])];
  } catch {
    return [...memory.keys()];
  }
}

export function box<T>(storage: () => Storage, prefix: string): Box<T> {
  const get = (key: string): T | null => {
    const text = read(storage, `${prefix}.${key}`);
    try {
      return text === null ? null : (JSON.parse(text) as T);
    } catch {
      return null;
    }
  };
  return {
    get,
    all: () =>
      keysIn(storage)
        .filter((key) => key.startsWith(`${prefix}.`))
        .map((key) => key.slice(prefix.length + 1))
        .sort()
        .flatMap((key) => {
          const value = get(key);
          return value === null ? [] : [{ key, value }];
        }),
    set: (key, value) => write(storage, `${prefix}.${key}`, JSON.stringify(value)),
    clear: (key) => {
      memory.delete(`${prefix}.${key}`);
      try {
        storage().removeItem(`${prefix}.${key}`);
      } catch {
        // nothing is kept there
      }
    },
  };
}

export interface KeptPlace extends JoinShape {
  /** The commitment this device saw before the draw: what makes the later check mean something. */
  commitmentSeen: string | null;
  /** People ahead when the position was first known: the rope's full length. */
  startAhead: number | null;
  /** As this device computed it from the draw; absent before. */
  position?: number | null;
}

export interface KeptOrder {
  /** Empty once a cookie has taken its place. */
  accessToken: string;
  slug: string | null;
  order: OrderShape | null;
  /** What it was made from: the basket again, when it is canceled. */
  hold?: HoldShape | null;
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
