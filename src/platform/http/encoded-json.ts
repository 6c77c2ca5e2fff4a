const known = new WeakMap<object, string>();

/** Keeps the JSON of a document that is also sent elsewhere, so that it is encoded once. */
export function keepJson(document: object, json: string): void {
  known.set(document, json);
}

export function encodedJson(document: unknown): string {
  return (
    (typeof document === 'object' && document !== null ? known.get(document) : undefined) ?? JSON.stringify(document)
  );
}
