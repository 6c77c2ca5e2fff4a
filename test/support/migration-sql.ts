/** Returns a migration's statements, without comments and bodies of functions. */
export const statementsOf = (sql: string): string[] =>
  sql
    .replace(/--.*$/gm, '')
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

/** Returns the tables that these statements create: they are empty, and no older node knows them. */
export const createdTables = (statements: readonly string[]): ReadonlySet<string> =>
  new Set(statements.flatMap((each) => /^CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)/i.exec(each)?.[1] ?? []));

/** Splits `ALTER TABLE t a, b` into its actions; null for other statements. */
export function alterationsOf(statement: string): { table: string; actions: string[] } | null {
  const [, table, rest] = /^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?"?(\w+)"?\s+([\s\S]+)$/i.exec(statement) ?? [];
  if (table === undefined || rest === undefined) return null;
  const actions: string[] = [];
  let action = '';
  let depth = 0;
  // quoted text stays whole: it may contain commas and brackets
  for (const [token] of rest.matchAll(/'(?:[^']|'')*'|[\s\S]/g)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) {
      actions.push(action);
      action = '';
    } else action += token;
  }
  return { table, actions: [...actions, action].map((each) => each.trim()) };
}
