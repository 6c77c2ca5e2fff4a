/** One call of a dialog that changes several things. */
export interface Part {
  name: string;
  run: () => Promise<unknown>;
}

/** How one call ended; null: it was made. */
export interface PartEnd {
  name: string;
  error: unknown;
}

/** Makes each call, whatever the ones before were answered: what needs a second person is put up for each by itself. */
export async function runParts(parts: readonly Part[]): Promise<PartEnd[]> {
  const ends: PartEnd[] = [];
  for (const { name, run } of parts) {
    try {
      await run();
      ends.push({ name, error: null });
    } catch (error) {
      ends.push({ name, error });
    }
  }
  return ends;
}
