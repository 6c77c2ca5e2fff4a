const KEPT = 'ropeline-alarm-sound';
const TONE = { hertz: [880, 660], secondsEach: 0.18, volume: 0.2 };

export const wantsSound = (): boolean => {
  try {
    return localStorage.getItem(KEPT) === 'on';
  } catch {
    return false; // storage is unavailable: the default is silent
  }
};

export function keepSound(on: boolean): void {
  try {
    localStorage.setItem(KEPT, on ? 'on' : 'off');
  } catch {
    // the setting then lasts for this page only
  }
}

let context: AudioContext | null = null;

/** Plays two falling tones. Browsers allow it only after a user gesture on the page. */
export async function soundAlarm(): Promise<void> {
  context ??= new AudioContext();
  if (context.state === 'suspended') await context.resume();
  const gain = new GainNode(context, { gain: TONE.volume });
  gain.connect(context.destination);
  TONE.hertz.forEach((frequency, index) => {
    if (!context) return;
    const tone = new OscillatorNode(context, { frequency });
    const begins = context.currentTime + index * TONE.secondsEach;
    tone.connect(gain);
    tone.start(begins);
    tone.stop(begins + TONE.secondsEach);
  });
}
