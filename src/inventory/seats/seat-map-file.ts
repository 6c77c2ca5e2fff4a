import { findNodeAtLocation, type JSONPath, type Node, parseTree } from 'jsonc-parser';
import type { FieldError } from '../../contract/errors.js';
import { MAX_MAP_ERRORS } from '../inventory.bounds.js';
import type { HouseMap } from '../inventory.types.js';
import { readCsv } from './seat-map-csv.js';
import { readSeatMap } from './seat-map.rules.js';

interface MapFile {
  kind: 'file';
  document: unknown;
  name: string | null;
  /** Prefix of the document's error fields; the rest of the field is the path in the document. */
  field: string;
  lineOf: (field: string) => number | undefined;
  /** Of a file with one seat per line: the faults of lines that are not in the document. */
  lineErrors?: FieldError[];
}
type FileResult = MapFile | { kind: 'invalid'; errors: FieldError[] };

const NAME = /^[^\p{C}]{1,60}$/u;

export type FileMapResult =
  | { kind: 'map'; house: HouseMap; name: string | null }
  | { kind: 'invalid'; errors: FieldError[] };

/**
 * Reads a map file: the long form, optionally wrapped as `{name, seatMap}`; or CSV, optionally wrapped as
 * `{name, csv}`. Faults of all kinds are told together, by line where it is known.
 */
export function readFile(text: string, format: 'json' | 'csv'): FileMapResult {
  const file = format === 'csv' ? csvFile(text, null, 'seatMap') : jsonFile(text);
  if (file.kind === 'invalid') return file;
  const { document, field, lineErrors, name } = file;
  const result = readSeatMap(document, field, lineErrors && { isPart: lineErrors.length > 0 });
  const wrong = [...(lineErrors ?? []), ...(result.kind === 'invalid' ? withLines(result.errors, file) : [])];
  if (result.kind === 'map' && wrong.length === 0) return { kind: 'map', house: result.house, name };
  const byLine = wrong.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { kind: 'invalid', errors: byLine.slice(0, MAX_MAP_ERRORS) };
}

/** Adds line numbers to the errors where known. */
const withLines = (errors: readonly FieldError[], { lineOf }: MapFile): FieldError[] =>
  errors.map((error) => {
    const line = lineOf(error.field);
    return line === undefined ? error : { ...error, line };
  });

function csvFile(text: string, name: string | null, field: string): FileResult {
  const { document, lineOf, errors } = readCsv(text);
  if (!document) return { kind: 'invalid', errors: errors.slice(0, MAX_MAP_ERRORS) };
  return {
    ...{ kind: 'file', document, name, field, lineErrors: errors },
    lineOf: (path) => nearest(path.slice(field.length + 1).split('.'), (part) => lineOf.get(part.join('.'))),
  };
}

function jsonFile(text: string): FileResult {
  const parsed = parsedJson(text);
  if (parsed.kind === 'invalid') return parsed;
  const { value } = parsed;
  const { name, seatMap, csv, ...others } = value as Record<string, unknown>;
  const isWrapped = (seatMap !== undefined || csv !== undefined) && Object.keys(others).length === 0;
  if (!isWrapped) return fromJson(text, value, null, []);
  if (name !== undefined && (typeof name !== 'string' || !NAME.test(name)))
    return { kind: 'invalid', errors: [{ field: 'name', message: 'must be 1 to 60 characters' }] };
  if (csv === undefined) return fromJson(text, seatMap, name ?? null, ['seatMap']);
  if (typeof csv !== 'string' || seatMap !== undefined)
    return { kind: 'invalid', errors: [{ field: 'csv', message: 'must be text, without a seatMap beside it' }] };
  return csvFile(csv, name ?? null, 'csv');
}

function parsedJson(text: string): { kind: 'json'; value: object } | { kind: 'invalid'; errors: FieldError[] } {
  const wrong = (message: string, line?: number) => ({
    kind: 'invalid' as const,
    errors: [{ field: 'seatMap', message, ...(line !== undefined && { line }) }],
  });
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { kind: 'json', value }
      : wrong('must be an object', 1);
  } catch {
    const errors: { offset: number }[] = [];
    parseTree(text, errors as never, { disallowComments: true });
    return wrong('is no JSON', lineAt(text, errors[0]?.offset ?? 0));
  }
}

function fromJson(text: string, document: unknown, name: string | null, under: JSONPath): MapFile {
  let tree: Node | undefined;
  return {
    ...{ kind: 'file', document, name, field: 'seatMap' },
    // parses the text with line positions only when there are errors
    lineOf: (field) => {
      tree ??= parseTree(text);
      return nearest(field.split('.').slice(1), (part) => {
        const path = [...under, ...part.map((key) => (/^\d+$/.test(key) ? Number(key) : key))];
        const node = tree && findNodeAtLocation(tree, path);
        return node && lineAt(text, node.offset);
      });
    },
  };
}

/** Finds the path or, failing that, its longest known prefix. */
function nearest(path: readonly string[], find: (part: readonly string[]) => number | undefined): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const found = find(path.slice(0, length));
    if (found !== undefined) return found;
  }
  return undefined;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
