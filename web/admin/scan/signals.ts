import type { ScanResult } from '../../../src/contract/orders/ticket-shapes.js';
import { verdictWords } from './door.rules.js';

/** Tone sequences and vibration patterns, distinguishable without looking. */
const patterns = {
  ok: { tones: [880], buzz: [60] },
  warn: { tones: [440, 440], buzz: [120, 80, 120] },
  bad: { tones: [220, 165], buzz: [400] },
} as const;
const TONE_S = 0.13;

let audio: AudioContext | null = null;

/** Signals the verdict by sound and vibration. Silent before the first user gesture, as browsers require. */
export function signal(result: ScanResult): void {
  const { tones, buzz } = patterns[verdictWords[result].tone];
  if ('vibrate' in navigator) navigator.vibrate([...buzz]);
  try {
    audio ??= new AudioContext();
    void audio.resume();
    const from = audio.currentTime;
    tones.forEach((frequency, index) => {
      if (!audio) return;
      const oscillator = new OscillatorNode(audio, { frequency, type: 'triangle' });
      const gain = new GainNode(audio, { gain: 0.25 });
      oscillator.connect(gain).connect(audio.destination);
      oscillator.start(from + index * TONE_S * 1.3);
      oscillator.stop(from + index * TONE_S * 1.3 + TONE_S);
    });
  } catch {
    // no audio: text and colour carry the verdict
  }
}
