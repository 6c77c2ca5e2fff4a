let audio: AudioContext | null = null;

/** Browsers let a page make a sound only after a press: every press on our pages unlocks it. */
export function unlockSound(): void {
  try {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume();
  } catch {
    // no sound here: title, page and notification are left
  }
}

const chime = [
  { at: 0, hertz: 660 },
  { at: 0.22, hertz: 880 },
  { at: 0.7, hertz: 660 },
  { at: 0.92, hertz: 880 },
];

function ring(context: AudioContext): void {
  for (const { at, hertz } of chime) {
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

export type NotifyState = 'off' | 'on' | 'refused' | 'missing';

export function notifyState(): NotifyState {
  if (typeof Notification === 'undefined') return 'missing';
  return Notification.permission === 'granted' ? 'on' : Notification.permission === 'denied' ? 'refused' : 'off';
}

export async function askToNotify(): Promise<NotifyState> {
  unlockSound();
  if (typeof Notification !== 'undefined') await Notification.requestPermission().catch(() => undefined);
  return notifyState();
}

/** Sound, vibration and a notification, whatever this device allows. */
export function callFan(title: string, body: string): void {
  if (audio?.state === 'running') ring(audio);
  if (navigator.userActivation?.hasBeenActive && 'vibrate' in navigator) navigator.vibrate([200, 100, 200]);
  if (notifyState() !== 'on' || document.visibilityState === 'visible') return;
  try {
    const notification = new Notification(title, { body, tag: 'ropeline-turn', requireInteraction: true });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  } catch {
    // phones allow notifications only from a service worker
  }
}
