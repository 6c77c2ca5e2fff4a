import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LaneSnapshot } from '../../src/contract/line/line-shapes.js';
import { LiveShape } from '../../src/contract/live/live-shapes.js';

interface Node {
  properties?: Record<string, Node>;
  patternProperties?: Record<string, Node>;
  items?: Node;
}
/** Generic names that need no description of their own; their parent is described. */
const LABELS = new Set(['currency', 'amount', 'name', 'ticketTypeId', 'id', 'roles', 'key']);

/** Returns the paths of a schema's figures, with records and lists as `*`. */
function figuresOf(schema: Node, path: string[] = []): string[] {
  const inner = Object.entries(schema.properties ?? {}).filter(([name]) => !LABELS.has(name));
  const record = Object.values(schema.patternProperties ?? {})[0] ?? schema.items;
  if (record?.properties) return figuresOf(record, [...path, '*']);
  return inner.length === 0 ? [path.join('.')] : inner.flatMap(([name, child]) => figuresOf(child, [...path, name]));
}

describe('docs/figures.md', () => {
  const page = readFileSync('docs/figures.md', 'utf8');
  const documented = new Set([...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? ''));
  const isDocumented = (figure: string): boolean =>
    figure.split('.').some((_, depth, names) => documented.has(names.slice(0, depth + 1).join('.')));

  it('describes every figure of the live document', () => {
    expect(figuresOf(LiveShape as Node).filter((figure) => !isDocumented(figure))).toEqual([]);
  });

  it('describes every figure of a lane in the snapshot', () => {
    const lane = figuresOf(LaneSnapshot as Node).map((figure) => `lanes.*.${figure}`);
    expect(lane.filter((figure) => !isDocumented(figure))).toEqual([]);
  });
});
