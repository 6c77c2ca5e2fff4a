import workerUrl from './fan-worker.ts?worker&url';

/**
 * Lets this page open offline: the worker caches the page and its files; tickets and place are in local storage. It
 * also shows notifications where a page may not. Without service-worker support nothing changes.
 */
export async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(workerUrl, { scope: '/' });
    const { active } = await navigator.serviceWorker.ready;
    // resources loaded before the worker took control
    const files = performance.getEntriesByType('resource').map(({ name }) => name);
    const own = files.filter((name) => name.startsWith(`${location.origin}/assets/`));
    active?.postMessage({ keep: [location.pathname, ...own] });
  } catch {
    // refused by browser settings, or offline on the first visit
  }
}

/** Returns the worker that may show notifications; null if there is none. */
export async function notifyingWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration('/').catch(() => undefined);
  return registration?.active && 'showNotification' in registration ? registration : null;
}
