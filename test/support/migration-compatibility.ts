import { alterationsOf, createdTables, statementsOf } from './migration-sql.js';

/** What a comment of the migration must say for a change that it cannot show to be harmless. */
interface Declared {
  /** `-- unused since 0.2.0`: the first version without statements about what the migration takes away. */
  unusedSince: string | null;
  /** `-- compatible: older nodes leave the column null`: why what older nodes write is never refused. */
  isCompatible: boolean;
}
interface Change {
  /** Why nodes of the version before may fail beside it. */
  breaks: string;
  /** false: part of what they use is taken away. true: something they write may be refused. */
  mayBeHarmless: boolean;
}
/** Names that judge a statement: unique keys of before, and what the migration itself makes. */
interface Known {
  uniques: ReadonlySet<string>;
  created: ReadonlySet<string>;
  added: ReadonlySet<string>;
  triggers: ReadonlySet<string>;
}

const taken = (breaks: string): Change => ({ breaks, mayBeHarmless: false });
const refused = (breaks: string): Change => ({ breaks, mayBeHarmless: true });

/**
 * Returns why nodes of the version before would fail on the migrated database: during a rolling deploy they run beside
 * it. `earlier` is the SQL of all migrations before; `version` that of this build.
 */
export function breaksOf(sql: string, earlier: string, version: string): string[] {
  const statements = statementsOf(sql);
  const known = {
    uniques: uniquesOf(earlier),
    created: createdTables(statements),
    added: addedColumns(statements),
    triggers: new Set(statements.flatMap((each) => /^CREATE (?:OR REPLACE )?TRIGGER "?(\w+)/i.exec(each)?.[1] ?? [])),
  };
  const declared = declaredBy(sql);
  const isUnused = declared.unusedSince !== null && isBefore(declared.unusedSince, version);
  const triggers = /\bRAISE EXCEPTION\b/i.test(sql) ? statements.flatMap((each) => raising(each, known)) : [];
  return [...statements.flatMap((each) => changesOf(each, known)), ...triggers]
    .filter(({ mayBeHarmless }) => !(mayBeHarmless ? declared.isCompatible : isUnused))
    .map(({ breaks }) => breaks);
}

function declaredBy(sql: string): Declared {
  return {
    unusedSince: /^-- unused since (\d+\.\d+\.\d+)\b/m.exec(sql)?.[1] ?? null,
    isCompatible: /^-- compatible: \S.{15}/m.test(sql),
  };
}

function isBefore(version: string, current: string): boolean {
  const [one, other] = [version, current].map((each) => each.split('.').map(Number));
  const index = [0, 1, 2].find((place) => one?.[place] !== other?.[place]);
  return index !== undefined && (one?.[index] ?? 0) < (other?.[index] ?? 0);
}

const uniquesOf = (sql: string): ReadonlySet<string> =>
  new Set(
    [
      ...sql.matchAll(/CREATE UNIQUE INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?"?(\w+)/gi),
      ...sql.matchAll(/CONSTRAINT "?(\w+)"? (?:PRIMARY KEY|UNIQUE)/gi),
    ].map(([, name = '']) => name),
  );

const addedColumns = (statements: readonly string[]): ReadonlySet<string> =>
  new Set(
    statements
      .flatMap((each) => alterationsOf(each)?.actions ?? [])
      .flatMap((action) => ADD_COLUMN.exec(action)?.[1] ?? []),
  );

const ADD_COLUMN =
  /^ADD (?:COLUMN )?(?:IF NOT EXISTS )?(?!(?:CONSTRAINT|CHECK|FOREIGN|UNIQUE|PRIMARY|EXCLUDE)\b)"?(\w+)/i;
/** Prisma's and Postgres' names of unnamed keys. */
const KEY_NAME = /_(?:p?key)$/;

function changesOf(statement: string, known: Known): Change[] {
  const altered = alterationsOf(statement);
  if (altered)
    return known.created.has(altered.table)
      ? []
      : altered.actions.flatMap((action) => alteration(altered.table, action, known));
  const [, what = '', name = ''] =
    /^DROP (TABLE|VIEW|INDEX|FUNCTION|TYPE|TRIGGER) (?:CONCURRENTLY )?(?:IF EXISTS )?"?(\w+)/i.exec(statement) ?? [];
  if (/^index$/i.test(what)) return known.uniques.has(name) || KEY_NAME.test(name) ? [lostKey(name)] : [];
  if (/^trigger$/i.test(what) && known.triggers.has(name)) return []; // replaced
  if (what !== '') return [taken(`${name}: older nodes still use it`)];
  if (/^ALTER (?:INDEX|TYPE|VIEW|FUNCTION)\b[\s\S]*\bRENAME\b/i.test(statement))
    return [taken('older nodes use the name')];
  if (/^DO\b/i.test(statement)) return [refused('a DO block cannot be judged')];
  const [, table = '', columns = ''] =
    /^CREATE UNIQUE INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?\S+ ON (?:ONLY )?"?(\w+)"?\s*\(([^)]*)\)/i.exec(
      statement,
    ) ?? [];
  return table === '' || known.created.has(table)
    ? []
    : [refused(`${table} (${columns.replaceAll('"', '')}): older nodes may write the same key twice`)];
}

const lostKey = (name: string): Change => taken(`${name}: older nodes name its columns in ON CONFLICT`);

function alteration(table: string, action: string, { uniques, added }: Known): Change[] {
  const column = ADD_COLUMN.exec(action)?.[1];
  if (column !== undefined)
    return /\bNOT NULL\b/i.test(action) && !/\b(?:DEFAULT|GENERATED)\b|\b(?:BIG)?SERIAL\b/i.test(action)
      ? [taken(`${table}.${column}: older nodes insert rows without it, and it has no default`)]
      : [];
  const [, dropped] = /^DROP (?:COLUMN )?(?:IF EXISTS )?(?!CONSTRAINT\b)"?(\w+)/i.exec(action) ?? [];
  if (dropped !== undefined) return [taken(`${table}.${dropped}: older nodes read and write it`)];
  const [, constraint] = /^DROP CONSTRAINT (?:IF EXISTS )?"?(\w+)/i.exec(action) ?? [];
  if (constraint !== undefined)
    return uniques.has(constraint) || KEY_NAME.test(constraint) ? [lostKey(constraint)] : [];
  if (/^RENAME\b/i.test(action)) return [taken(`${table}: older nodes use the name`)];
  const [, change] = /^ALTER (?:COLUMN )?\S+ ((?:SET DATA )?TYPE|SET NOT NULL|DROP DEFAULT)\b/i.exec(action) ?? [];
  if (change !== undefined) return [taken(`${table}: older nodes rely on it without ${change.toUpperCase()}`)];
  const isRule = /^ADD (?:CONSTRAINT \S+ )?(?:CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY|EXCLUDE)\b/i.test(action);
  return isRule && !concernsOnly(added, action)
    ? [refused(`${table}: what older nodes write may be refused by ${action.replace(/\s+/g, ' ').slice(0, 60)}`)]
    : [];
}

const SQL_WORDS =
  /^(?:add|constraint|check|foreign|key|unique|primary|references|on|delete|update|restrict|cascade|set|null|not|valid|in|is|and|or|between|like|true|false|case|when|then|else|end|no|action|using|index)$/i;

/** Returns whether a rule is about columns that older nodes do not know, and so leave at their default. */
function concernsOnly(added: ReadonlySet<string>, action: string): boolean {
  const [head = ''] = action.replace(/^ADD CONSTRAINT \S+/i, '').split(/\bREFERENCES\b/i);
  const words = head
    .replace(/'(?:[^']|'')*'/g, '')
    .replace(/::\w+/g, '')
    .replace(/\b\w+(?=\()/g, (name) => (SQL_WORDS.test(name) ? name : ''))
    .match(/[a-z_]\w*/gi);
  const columns = (words ?? []).filter((word) => !SQL_WORDS.test(word));
  return columns.length > 0 && columns.every((name) => added.has(name));
}

/** A trigger whose function raises. */
function raising(statement: string, { created }: Known): Change[] {
  const [, table = ''] = /^CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER\b[\s\S]*?\bON "?(\w+)/i.exec(statement) ?? [];
  return table === '' || created.has(table) ? [] : [refused(`${table}: a trigger may refuse what older nodes write`)];
}
