import { useEffect, useState } from 'preact/hooks';

/**
 * Keeps the screen on, so that the call is noticed. Browsers release the lock whenever the page is hidden, so it is
 * reacquired when the page becomes visible.
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
        // refused because of low battery or browser settings: the screen may turn off
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
