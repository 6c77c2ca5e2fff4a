import { useEffect, useState } from 'preact/hooks';

/**
 * Keeps the screen on, so that the call is seen and heard. The browser takes the lock back whenever the page is hidden; it is
 * asked for again when the page comes to the front.
 * @returns true while the lock is held
 */
export function useWakeLock(wanted: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let ended = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const got = await navigator.wakeLock.request('screen');
        if (ended) return void got.release();
        lock = got;
        setHeld(true);
        got.onrelease = () => setHeld(false);
      } catch {
        // low battery or the browser's settings: the screen may go dark
      }
    };
    const seen = () => void ask();
    void ask();
    document.addEventListener('visibilitychange', seen);
    return () => {
      ended = true;
      document.removeEventListener('visibilitychange', seen);
      void lock?.release();
      setHeld(false);
    };
  }, [wanted]);
  return held;
}
