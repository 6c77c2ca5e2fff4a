import { api } from '../net/api.js';
import { placeBox } from '../state/boxes.js';
import { Store } from '../state/store.js';
import { notifyingWorker } from '../worker/register.js';

/**
 * unasked · missing: unsupported · on: the server holds the subscription · failed: refused by browser, push service or
 * server.
 */
export type WakeState = 'unasked' | 'missing' | 'on' | 'failed';

export const wakeStore = new Store<WakeState>('unasked');

/**
 * Subscribes this device to push messages for its place. Requires notification permission, granted by an earlier tap.
 */
export async function askToBeWoken(to: { slug: string; show: string; language: string }): Promise<void> {
  wakeStore.set(await subscribed(to));
}

async function subscribed(to: { slug: string; show: string; language: string }): Promise<WakeState> {
  const token = placeBox.get(to.slug)?.placeToken;
  const worker = await notifyingWorker();
  if (!worker || !('pushManager' in worker)) return 'missing';
  if (!token) return 'unasked';
  try {
    const key = await api.pushKey();
    if (key.kind !== 'ok') return 'failed';
    const wish = { userVisibleOnly: true, applicationServerKey: key.data.publicKey };
    const { endpoint = '', keys = {} } = (await worker.pushManager.subscribe(wish)).toJSON();
    const body = { endpoint, p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' };
    const answer = await api.wake(token, { ...body, ...to, show: to.show.slice(0, 120) });
    return answer.kind === 'ok' ? 'on' : 'failed';
  } catch {
    return 'failed';
  }
}
