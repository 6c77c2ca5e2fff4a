import { Store } from '../state/store.js';
import { notifyingWorker } from '../worker/register.js';
import { type Call, notify, ring, unlockSound } from './call-fan.js';

/** Plays the call sound as a preview. */
export function trySound(): void {
  unlockSound();
  ring(2);
}

/**
 * missing: unsupported · off: not asked yet · refused: by the fan or the browser · failed: permitted, but showing one
 * failed.
 */
export type NotifyState = 'missing' | 'off' | 'refused' | 'on' | 'failed';

export const notifyStore = new Store<NotifyState>('missing');

/** Derives the state from the permission alone, without showing a notification. */
export async function readNotifyState(): Promise<void> {
  if (typeof Notification === 'undefined') return notifyStore.set('missing');
  if (Notification.permission === 'denied') return notifyStore.set('refused');
  if (Notification.permission !== 'granted') return notifyStore.set('off');
  notifyStore.set((await notifyingWorker()) ? 'on' : 'failed');
}

/** Requests permission and shows a test notification; the state becomes `on` only if it was shown. */
export async function askToNotify(proof: Call): Promise<void> {
  trySound();
  if (typeof Notification !== 'undefined') await Notification.requestPermission().catch(() => undefined);
  await readNotifyState();
  const allowed = typeof Notification !== 'undefined' && Notification.permission === 'granted';
  if (allowed) notifyStore.set((await notify(proof, false)) ? 'on' : 'failed');
}
