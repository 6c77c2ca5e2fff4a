const PREFIX = '#/components/schemas/';

/** Returns the names of the schemas that a part of a document refers to. */
function namesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(PREFIX)
      ? [value.slice(PREFIX.length)]
      : namesIn(value),
  );
}

/**
 * Returns the schemas that operations refer to, directly or through another. Classes of queries, of plain forms and of
 * base classes are checked too, but no operation names them.
 */
export function usedSchemas<T extends Record<string, unknown>>(schemas: T, paths: unknown): T {
  const used = new Set<string>();
  for (const waiting = namesIn(paths); waiting.length > 0; ) {
    const name = waiting.pop() ?? '';
    if (used.has(name)) continue;
    used.add(name);
    waiting.push(...namesIn(schemas[name]));
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))) as T;
}
