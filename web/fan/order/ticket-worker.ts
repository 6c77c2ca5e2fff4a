/** The part of a service worker's world that this one uses; the page's types know none of it. */
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
interface WorkerScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageFromPage) => void): void;
}

const worker = self as unknown as WorkerScope;
const CACHE = 'ropeline-tickets-1';
/** Files of a few releases and pages of a few orders: the oldest go first. */
const MAX_ENTRIES = 80;
const NETWORK_MS = 4_000;

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

/** The page of an order: as the server has it now, or as it was when it last answered. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const path = new URL(request.url).pathname;
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(NETWORK_MS) });
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(path);
    if (kept) return kept;
    throw error;
  }
}

/** A file whose name carries the hash of its content never changes. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate' && url.pathname.startsWith('/orders/')) event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
});
worker.addEventListener('message', (event) => {
  const { keep: urls } = (event.data ?? {}) as { keep?: unknown };
  if (!Array.isArray(urls)) return;
  const wanted = urls.filter((url): url is string => typeof url === 'string').slice(0, MAX_ENTRIES);
  event.waitUntil(Promise.allSettled(wanted.map(keep)).then(trim));
});
