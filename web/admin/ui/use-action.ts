import { useState } from 'react';

/** The action of a form or dialog: whether it is under way, and what it was refused with. */
export interface Action {
  busy: boolean;
  error: unknown;
  /** Runs one action; what it throws becomes `error`. */
  run: (work: () => Promise<unknown>) => Promise<void>;
  /** Shows or clears an error that is not an action's. */
  setError: (error: unknown) => void;
}

export function useAction(): Action {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run, setError };
}
