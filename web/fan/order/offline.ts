import workerUrl from './ticket-worker.ts?worker&url';

/**
 * Lets this page open without a connection: the worker keeps the page and its files, the tickets themselves are in the
 * device's storage. Browsers without service workers go on without.
 */
export async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(workerUrl, { scope: '/orders/' });
    const { active } = await navigator.serviceWorker.ready;
    // what was loaded before the worker began
    const files = performance.getEntriesByType('resource').map(({ name }) => name);
    const own = files.filter((name) => name.startsWith(`${location.origin}/assets/`));
    active?.postMessage({ keep: [location.pathname, ...own] });
  } catch {
    // refused by the browser's settings, or offline at the first visit
  }
}
