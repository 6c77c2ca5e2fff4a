import type { AdmissionShape, JoinShape } from '../../../src/contract/line/line-shapes.js';
import type { HoldShape, OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { Store } from './store.js';

/** True once this browser has refused to store something: it is lost when the page closes, and the fan is warned. */
export const storageRefused = new Store(false);

/**
 * Per-device storage. Storage may be full, blocked or edited by hand: what it refuses is kept in memory, so that
 * only surviving a reload is lost (the device cookie still recovers the place).
 */
interface Box<T> {
  get(key: string): T | null;
  set(key: string, value: T): void;
  clear(key: string): void;
  /** Returns every stored value, oldest key first; unreadable values are skipped. */
  all(): { key: string; value: T }[];
}

/** Text by full key, for what storage refused. */
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
        // storage is unavailable, so nothing is stored in it
      }
    },
  };
}

export interface KeptPlace extends JoinShape {
  /** The commitment this device saw before the draw, against which the draw is verified later. */
  commitmentSeen: string | null;
  /** People ahead when the position was first known; defines the rope's full length. */
  startAhead: number | null;
  /** Computed on this device from the draw; absent before. */
  position?: number | null;
  /** Whether the place came from another device. */
  isMovedHere?: boolean;
}

export interface KeptOrder {
  /** Empty once replaced by a cookie. */
  accessToken: string;
  slug: string | null;
  order: OrderShape | null;
  /** Made in another browser of the same place: the pass of its admission reads and cancels it, and shows no tickets. */
  isFromElsewhere?: boolean;
  /** The hold it was made from, restored as the basket if the order is canceled. */
  hold?: HoldShape | null;
}

/** By slug; survives closing the browser. */
export const placeBox = box<KeptPlace>(() => localStorage, 'ropeline.place');
/** By slug: proof of the joining person's identity, valid for a day. */
export const identityBox = box<string>(() => localStorage, 'ropeline.identity');
/** By slug; scoped to this tab. */
export const passBox = box<AdmissionShape>(() => sessionStorage, 'ropeline.pass');
/** By slug: the hold, recovered after a reload or in another tab. Only its own admission's pass opens it. */
export const holdBox = box<{ hold: HoldShape }>(() => localStorage, 'ropeline.hold');
/** By order id, including tickets, for venues without reception. */
export const orderBox = box<KeptOrder>(() => localStorage, 'ropeline.order');
/** Buyer details from the last checkout; scoped to this tab. */
export const buyerBox = box<{ email: string; name: string }>(() => sessionStorage, 'ropeline.buyer');
/** By slug: the number of the place whose fan is told by e-mail. */
export const mailBox = box<number>(() => localStorage, 'ropeline.mail');
export const languageBox = box<string>(() => localStorage, 'ropeline.language');
