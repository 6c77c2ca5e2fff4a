import { useEffect, useRef, useState } from 'preact/hooks';
import { prefersStillness } from '../ui/hooks.js';

const rollMs = 500;

/** Animates a number only when it falls; rises, initial values and reduced motion show at once. */
export function useRolling(target: number): number {
  const [shown, setShown] = useState(target);
  const from = useRef(target);
  useEffect(() => {
    const start = from.current;
    from.current = target;
    if (target >= start || prefersStillness() || document.visibilityState === 'hidden') {
      setShown(target);
      return;
    }
    const began = performance.now();
    let frame = 0;
    const step = (at: number) => {
      const share = Math.min(1, (at - began) / rollMs);
      setShown(Math.round(start + (target - start) * (1 - (1 - share) ** 3)));
      if (share < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
      setShown(target);
    };
  }, [target]);
  return shown;
}
