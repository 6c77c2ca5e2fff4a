import { Store } from '../state/store.js';
import { notifyingWorker } from '../worker/register.js';

let audio: AudioContext | null = null;

/** Whether this page may play sound: browsers allow it only after a user gesture and revoke it on reload. */
export const soundStore = new Store<'on' | 'off'>('off');

const tellSound = (): void => soundStore.set(audio?.state === 'running' ? 'on' : 'off');

/** Unlocks audio on any press on the page. */
export function unlockSound(): void {
  try {
    if (!audio) {
      audio = new AudioContext();
      audio.onstatechange = tellSound;
    }
    if (audio.state === 'suspended') void audio.resume().then(tellSound, tellSound);
    tellSound();
  } catch {
    // no audio on this device: title, page and notification still signal the call
  }
}

const chime = [
  { at: 0, hertz: 660 },
  { at: 0.22, hertz: 880 },
  { at: 0.7, hertz: 660 },
  { at: 0.92, hertz: 880 },
];

/** Plays the call's sound, or its first tones. */
export function ring(tones = chime.length): void {
  const context = audio;
  if (!context) return;
  for (const { at, hertz } of chime.slice(0, tones)) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const start = context.currentTime + at;
    tone.type = 'sine';
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.35, start + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.4);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.45);
  }
}

export interface Call {
  title: string;
  body: string;
  /** Page opened by a click on the notification. */
  path: string;
}

/** Returns true if the notification was shown. Phones allow it from a service worker only, some browsers not at all. */
export async function notify({ title, body, path }: Call, insist: boolean): Promise<boolean> {
  const options = { body, tag: 'ropeline-turn', requireInteraction: insist, data: { path } };
  try {
    const worker = await notifyingWorker();
    if (worker) {
      await worker.showNotification(title, options);
      return true;
    }
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return true;
  } catch {
    return false;
  }
}

/** Signals the call by sound, vibration and notification, as far as the device allows. */
export function callFan(call: Call): void {
  if (audio?.state === 'running') ring();
  if (navigator.userActivation?.hasBeenActive && 'vibrate' in navigator) navigator.vibrate([200, 100, 200]);
  const allowed = typeof Notification !== 'undefined' && Notification.permission === 'granted';
  if (allowed && document.visibilityState !== 'visible') void notify(call, true);
}
