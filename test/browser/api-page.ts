interface ApiDocument {
  paths: Record<string, unknown>;
  webhooks: Record<string, unknown>;
  components: Record<string, Record<string, unknown>>;
}

/**
 * Returns the script that starts the page at /docs, with a document of one call and one event. The page works through
 * all of its document with every part that is opened, for ten seconds each on a small machine.
 */
export function withPartOfDocument(script: string): string {
  const head = 'let options = ';
  const from = script.indexOf(head) + head.length;
  const to = script.indexOf('\n};', from) + 2;
  const options = JSON.parse(script.slice(from, to)) as { swaggerDoc: ApiDocument };
  const { paths, webhooks, components } = options.swaggerDoc;
  const part = { paths: { '/v1/sales': paths['/v1/sales'] }, webhooks: { 'order.paid': webhooks['order.paid'] } };
  const swaggerDoc = { ...options.swaggerDoc, ...part, components: partNamedIn(part, components) };
  return script.slice(0, from) + JSON.stringify({ ...options, swaggerDoc }) + script.slice(to);
}

/** Security schemes, and whatever else a document names or those name in turn. */
function partNamedIn(document: unknown, components: ApiDocument['components']): ApiDocument['components'] {
  const part: ApiDocument['components'] = { securitySchemes: components['securitySchemes'] ?? {} };
  for (const unread = [document]; unread.length > 0; )
    for (const [, kind = '', name = ''] of JSON.stringify(unread.pop()).matchAll(
      /"#\/components\/(\w+)\/([\w.-]+)"/g,
    )) {
      const named = components[kind]?.[name];
      if (named === undefined || part[kind]?.[name] !== undefined) continue;
      part[kind] = { ...part[kind], [name]: named };
      unread.push(named);
    }
  return part;
}
