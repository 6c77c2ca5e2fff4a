import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LiveFiguresShape } from '../../src/contract/live/live-history.js';
import { LiveShape } from '../../src/contract/live/live-shapes.js';
import type { LivePoint } from '../../web/admin/net/live-history.js';
import {
  controlFigures,
  type ControlFigureKey,
  type Reading,
} from '../../web/admin/control/figures/figure-catalogue.js';

interface Schema {
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}
const keys = Object.keys(controlFigures) as ControlFigureKey[];
const at = Date.parse('2027-05-01T20:00:00.000Z');

/** A sale in the middle of its night; no figure stands at a bound. */
const live = {
  ...{ at: new Date(at).toISOString(), state: 'on_sale', reason: 'AT_RATE', epoch: 3, connected: 511, active: 83 },
  lanes: { general: { arrivals: 4_000, waiting: 1_900, serving: 2_100, present: 640, called: 13, admitted: 1_500 } },
  ...{ admittedPerMinute: 57, target: { cap: 97, perMinute: 61 } },
  stock: [{ ticketTypeId: 't', name: 'S', capacity: 2_000, free: 700, held: 90, sold: 1_200, withdrawn: 10 }],
  orders: { pending: 17, authorized: 5, paid: 590, attention: 2 },
  flow: { placed: 800, abandoned: 140 },
  attentionItems: 4,
  revenue: { amount: 2_655_000, currency: 'EUR' },
  payments: { state: 'healthy', successRate: 0.97, p95Ms: 730 },
  conservation: { ok: true, checkedAt: new Date(at).toISOString() },
  joins: { frozen: false, challenge: 'auto', networks: null },
  abuse: {
    ...{ refusedJoins: 61, refusedShare: 0.015, refused: [], observed: 0 },
    stepUp: { observed: 9, asked: 40, answered: 12, waived: 1 },
  },
  calls: { answered: 9_000, failed: 90, share: 0.01, nodes: 2, lostNodes: [], rolesAway: [] },
  nodes: [],
} as unknown as LiveShape;
const point = (secondsAgo: number, figures: Partial<LivePoint>): LivePoint =>
  ({ at: at / 1_000 - secondsAgo, arrivals: 0, admitted: 0, abandoned: 0, paid: 0, sold: 0, ...figures }) as LivePoint;
const history = [point(60, {}), point(0, { arrivals: 900, admitted: 60, abandoned: 40, paid: 30, sold: 60 })];
const reading: Reading = { live, history, timeZone: 'UTC' };

type Tree = Record<string, unknown>;
/** Lists the paths to all values, with records and lists as `*`. */
function leavesOf(tree: unknown, path: string[] = []): string[][] {
  if (typeof tree !== 'object' || tree === null) return [path];
  return Object.entries(tree as Tree).flatMap(([key, value]) => leavesOf(value, [...path, key]));
}
const nameOf = (path: readonly string[]): string =>
  path.map((key, depth) => (depth === 1 && ['lanes', 'stock'].includes(path[0] ?? '') ? '*' : key)).join('.');
const others: Record<string, unknown> = {
  ...{ state: 'paused', at: new Date(at + 7_200_000).toISOString(), reason: 'AT_CAP', currency: 'USD' },
};
function changed(tree: object, path: readonly string[]): object {
  const copy = structuredClone(tree) as Tree;
  const last = path.at(-1) ?? '';
  let place = copy;
  for (const key of path.slice(0, -1)) place = place[key] as Tree;
  const value = place[last];
  const other = path[0] === 'payments' ? 'down' : others[last];
  place[last] = typeof value === 'number' ? value * 1.5 + 0.03 : (other ?? `other ${String(value)}`);
  return copy;
}
const textsOf = (of: Reading): Record<string, string | null> =>
  Object.fromEntries(keys.map((key) => [key, controlFigures[key].text(of)]));
/** Returns the figures that show something else after the change. */
function movedBy(of: Reading): Set<string> {
  const [before, after] = [textsOf(reading), textsOf(of)];
  return new Set(keys.filter((key) => before[key] !== after[key]));
}

describe('figures of the control room', () => {
  it('move with the fields that they name, and with no other', () => {
    const named = (field: string): string[] =>
      keys.filter((key) => (controlFigures[key].from as readonly string[]).includes(field));
    for (const path of leavesOf(live).filter((each) => !['name', 'ticketTypeId'].includes(each.at(-1) ?? ''))) {
      const moved = movedBy({ ...reading, live: changed(live, path) as LiveShape });
      const unexplained = [...moved].filter((key) => !named(nameOf(path)).includes(key));
      expect({ field: nameOf(path), unexplained }).toEqual({ field: nameOf(path), unexplained: [] });
    }
    for (const field of ['arrivals', 'admitted', 'abandoned', 'paid', 'sold'] as const) {
      const later = history.map((each, index) => (index === 1 ? { ...each, [field]: (each[field] ?? 0) * 3 } : each));
      const moved = movedBy({ ...reading, history: later });
      expect([...moved].filter((key) => !named(`history.${field}`).includes(key))).toEqual([]);
    }
  });

  it('each move with something, so that no label stands for nothing', () => {
    const moved = new Set<string>();
    for (const path of leavesOf(live)) {
      for (const key of movedBy({ ...reading, live: changed(live, path) as LiveShape })) moved.add(key);
    }
    for (const field of ['arrivals', 'admitted', 'abandoned', 'paid'] as const)
      for (const key of movedBy({ ...reading, history: [point(60, {}), point(0, { [field]: 5_000 })] })) moved.add(key);
    expect(keys.filter((key) => !moved.has(key))).toEqual([]);
  });

  it('name fields that the server gives, and metrics that it exports', () => {
    const find = (schema: Schema | undefined, path: readonly string[]): boolean => {
      if (!schema) return false;
      const [key, ...rest] = path;
      if (key === undefined) return true;
      const options = schema.anyOf ?? [schema];
      return options.some(({ properties, patternProperties, items }) =>
        find(key === '*' ? (Object.values(patternProperties ?? {})[0] ?? items) : properties?.[key], rest),
      );
    };
    const metrics = readFileSync('docs/metrics.md', 'utf8');
    for (const key of keys) {
      const { from, metric } = controlFigures[key];
      for (const field of from) {
        const isPast = field.startsWith('history.');
        const schema = (isPast ? LiveFiguresShape : LiveShape) as Schema;
        expect([key, field, find(schema, (isPast ? field.slice(8) : field).split('.'))]).toEqual([key, field, true]);
      }
      if (metric !== null) expect([key, metric, metrics.includes(`\`${metric}\``)]).toEqual([key, metric, true]);
    }
  });

  it('are all shown, and no other number is', () => {
    const files = readdirSync('web/admin/control', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.tsx'),
    );
    const room = files.map((file) => readFileSync(`web/admin/control/${file}`, 'utf8')).join('\n');
    for (const key of keys) expect([key, new RegExp(`['".]${key}\\b`).test(room)]).toEqual([key, true]);
    expect(room).not.toMatch(/<Figure\s+label=/);
  });
});
