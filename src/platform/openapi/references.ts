import type { TSchema } from 'typebox';

/**
 * Replaces every nested schema that has a title by a reference to `components.schemas`, and collects it in `found`
 * under that title.
 */
export function withReferences(schema: TSchema, found: Map<string, unknown>): unknown {
  const visit = (node: unknown, isRoot: boolean): unknown => {
    if (Array.isArray(node)) return node.map((item) => visit(item, false));
    if (typeof node !== 'object' || node === null) return node;
    const { title } = node as { title?: unknown };
    if (typeof title === 'string' && !isRoot) {
      if (!found.has(title)) {
        found.set(title, null); // its own fields may refer to it
        found.set(title, visit(node, true));
      }
      return { $ref: `#/components/schemas/${title}` };
    }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value, false)]));
  };
  return visit(schema, true);
}

/** Does the same for a schema that is itself collected: returns the reference to it. */
export function referenceTo(schema: TSchema, found: Map<string, unknown>): unknown {
  return withReferences({ allOf: [schema] }, found);
}
