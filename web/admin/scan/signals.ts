import type { ScanResult } from '../../../src/contract/ticket-shapes.js';
import { verdictWords } from './door.rules.js';

/** Frequencies one after the other, and the pattern of the vibration: told apart without a look. */
const patterns = {
  ok: { tones: [880], buzz: [60] },
  warn: { tones: [440, 440], buzz: [120, 80, 120] },
  bad: { tones: [220, 165], buzz: [400] },
} as const;
const TONE_S = 0.13;

let audio: AudioContext | null = null;

/** A sound and a vibration for the verdict. Silent before the first press on the page, which the browser asks for. */
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
    // no sound here: words and colour say the same
  }
}
