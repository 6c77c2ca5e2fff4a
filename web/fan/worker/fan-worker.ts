import type { PushMessage } from '../../../src/contract/line/push-shapes.js';

/** The subset of the service-worker API used here; the page's DOM types lack it. */
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface MessageFromPage extends WorkerEvent {
  readonly data: unknown;
}
interface NotificationClick extends WorkerEvent {
  readonly notification: { close(): void; readonly data: unknown };
}
interface PushArrival extends WorkerEvent {
  readonly data: { json(): unknown } | null;
}
interface WindowClient {
  readonly url: string;
  readonly visibilityState: 'visible' | 'hidden';
  focus(): Promise<unknown>;
}
interface WorkerScope {
  readonly clients: {
    claim(): Promise<void>;
    matchAll(wish: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly WindowClient[]>;
    openWindow(path: string): Promise<unknown>;
  };
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageFromPage) => void): void;
  addEventListener(type: 'push', listener: (event: PushArrival) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: NotificationClick) => void): void;
}

const worker = self as unknown as WorkerScope;
const CACHE = 'ropeline-pages-1';
/** Room for the files of a few releases and the pages of a few orders and lines; the oldest are evicted first. */
const MAX_ENTRIES = 80;
const NETWORK_MS = 4_000;
/** A page without content: it renders any path, and says that the server is unreachable. */
const SHELL = '/offline';
/** Pages cached with their data; all others fall back to the shell. */
const KEPT_PAGES = /^\/(orders\/[^/]+|s\/[^/]+\/line)$/;

async function keep(url: string): Promise<void> {
  const cache = await caches.open(CACHE);
  const answer = await fetch(url);
  if (answer.ok) await cache.put(url, answer);
}

async function trim(): Promise<void> {
  const cache = await caches.open(CACHE);
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - MAX_ENTRIES))) await cache.delete(key);
}

/** Network first, then the cached answer, then the shell. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const path = new URL(request.url).pathname;
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(NETWORK_MS) });
    if (answer.ok && KEPT_PAGES.test(path)) await cache.put(path, answer.clone());
    return answer;
  } catch (error) {
    const kept = (await cache.match(path)) ?? (await cache.match(SHELL));
    if (kept) return kept;
    throw error;
  }
}

/** Cache first: files with a content hash in their name never change. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

const isFans = (path: string): boolean => path === '/' || path === '/verify' || /^\/(orders|s)\//.test(path);

/** Focuses the page that called if it is still open, else opens the place in a new one. */
async function answerCall(path: string): Promise<void> {
  const open = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = open.find(({ url }) => new URL(url).pathname === path);
  await (page ? page.focus() : worker.clients.openWindow(path));
}

/** Shows a push message, unless its fan is looking at a page, which signals the call itself. */
async function showPush(message: Partial<PushMessage>): Promise<void> {
  const { kind, title, body, path } = message;
  if (typeof title !== 'string' || typeof path !== 'string' || !isFans(path)) return;
  const open = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open.some(({ url, visibilityState }) => visibilityState === 'visible' && new URL(url).pathname === path)) return;
  await worker.registration.showNotification(title, {
    body,
    tag: 'ropeline-turn',
    renotify: true,
    requireInteraction: kind === 'turn',
    data: { path },
  });
}

worker.addEventListener('push', (event) => {
  const message = event.data?.json();
  if (typeof message === 'object' && message !== null) event.waitUntil(showPush(message));
});
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { path } = (event.notification.data ?? {}) as { path?: unknown };
  if (typeof path === 'string' && isFans(path)) event.waitUntil(answerCall(path));
});
worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate' && isFans(url.pathname)) event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
});
worker.addEventListener('message', (event) => {
  const { keep: urls } = (event.data ?? {}) as { keep?: unknown };
  if (!Array.isArray(urls)) return;
  const wanted = [SHELL, ...(urls as unknown[])]
    .filter((url): url is string => typeof url === 'string')
    .slice(0, MAX_ENTRIES);
  event.waitUntil(Promise.allSettled(wanted.map(keep)).then(trim));
});
