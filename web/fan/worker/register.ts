import workerUrl from './fan-worker.ts?worker&url';

/**
 * Lets this page open without a connection: the worker keeps the page and its files, tickets and place are in the device's
 * storage. It also shows notifications where a page may not. Browsers without service workers go on without.
 */
export async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(workerUrl, { scope: '/' });
    const { active } = await navigator.serviceWorker.ready;
    // what was loaded before the worker began
    const files = performance.getEntriesByType('resource').map(({ name }) => name);
    const own = files.filter((name) => name.startsWith(`${location.origin}/assets/`));
    active?.postMessage({ keep: [location.pathname, ...own] });
  } catch {
    // refused by the browser's settings, or offline at the first visit
  }
}

/** The worker that may show notifications; null where there is none. */
export async function notifyingWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration('/').catch(() => undefined);
  return registration?.active && 'showNotification' in registration ? registration : null;
}
