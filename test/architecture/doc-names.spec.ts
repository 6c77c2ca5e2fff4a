import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { variables } from '../../src/platform/config/variables.js';
import { DRILLS } from '../../scripts/lib/drill-usage.mjs';
import { drills } from '../../load/drill/drill.js';

/** What an operator is told to type, set, open or look at, in every page but decisions and the log of changes. */
const pages = [
  ...filesIn('docs', /\.md$/).filter((file) => !file.startsWith('docs/adr/')),
  ...filesIn('deploy', /\.(md|ya?ml|service|conf)$|file$/),
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'SECURITY.md',
  '.env.example',
];
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;
const programs = textOf(['scripts', 'load', 'tools', 'connectors', 'web', 'src'], /\.(mjs|js|ts|tsx|php)$/);

function filesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file) && !/node_modules|\/generated\//.test(file))
    .map((file) => path.join(folder, file));
}
function textOf(folders: readonly string[], pattern: RegExp): string {
  return folders
    .flatMap((folder) => filesIn(folder, pattern))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** Every match in the pages, with its page, that `exists` does not know. */
function missing(pattern: RegExp, exists: (name: string) => boolean): string[] {
  let seen = 0;
  const unknown = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(pattern)].flatMap(([, name = '']) => {
      seen += 1;
      return exists(name) ? [] : [`${page}: ${name}`];
    }),
  );
  // a pattern that finds nothing proves nothing
  expect(seen).toBeGreaterThan(5);
  return unknown;
}

/** `{id}`, `{slug}` and the like are the same to a reader. */
const shapeOf = (route: string): string => route.replace(/[{<:][\w-]+[}>]?/g, '{}').replace(/\?.*$/, '');

/** As `METHOD /path`: of the API as its document says, of pages and forms as their controllers do. */
function routes(): Set<string> {
  const { paths } = JSON.parse(readFileSync('docs/api/openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const ofApi = Object.entries(paths).flatMap(([address, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${shapeOf(address)}`),
  );
  const ofPages = filesIn('src', /\.controller\.ts$/).flatMap((file) =>
    readFileSync(file, 'utf8').split('@Controller(').slice(1).flatMap(routesOf),
  );
  return new Set([...ofApi, ...ofPages]);
}
/** @param text from the argument of a controller on */
function routesOf(text: string): string[] {
  const base = /^'([^']*)'/.exec(text)?.[1] ?? '';
  return [...text.matchAll(/@(Get|Post|Put|Patch|Delete)\((?:'([^']*)')?/g)].map(([, method = '', rest = '']) => {
    const route = `/${base}/${rest}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1');
    return `${method.toUpperCase()} ${shapeOf(route)}`;
  });
}
const served = routes();
const addresses = [...served].map((route) => route.split(' ')[1] ?? '');

describe('what the documents name', () => {
  it('is a script of package.json', () => {
    expect(missing(/npm run (?:-s )?([a-z][\w:-]*)/g, (name) => Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('is an option that its script reads', () => {
    const reads = (name: string): boolean =>
      new RegExp(`--${name}(?![\\w-])|['"]${name}['"]|(?<!\\w)${name}: (text|flag|\\{)`).test(programs);
    expect(missing(/npm (?:run [\w:-]+|test) --(?: [^`|\n]*?)? --([a-z][a-z-]*)/g, reads)).toEqual([]);
    expect(reads('no-such-option')).toBe(false);
  });

  it('is a drill', () => {
    expect(Object.keys(DRILLS).toSorted()).toEqual([...Object.keys(drills), 'image'].toSorted());
    expect(missing(/npm run drill -- ([a-z][\w-]*)/g, (name) => Object.hasOwn(DRILLS, name))).toEqual([]);
    const table = readFileSync('docs/drills.md', 'utf8').split('## Run')[0] ?? '';
    expect([...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name).toSorted()).toEqual(
      Object.keys(DRILLS).toSorted(),
    );
  });

  it('is a setting', () => {
    const ofCompose = readFileSync('deploy/compose.yaml', 'utf8').matchAll(/\$\{(\w+)/g);
    const known = new Set<string>([...variables, ...[...ofCompose].map(([, name = '']) => name)]);
    const isSetting = (name: string): boolean => known.has(name) || new RegExp(`\\b${name}\\b`).test(programs);
    expect(
      missing(/(?<![\w/])((?:ROPELINE|STRIPE|REDIS|DATABASE|OTEL|SIMULATOR|PUBLIC)_[A-Z][A-Z_]*[A-Z])\b/g, isSetting),
    ).toEqual([]);
    expect(isSetting('ROPELINE_NO_SUCH_THING')).toBe(false);
  });

  it('is a metric', () => {
    // docs/metrics.md and the code are compared in deploy.spec.ts
    const documented = new Set(readFileSync('docs/metrics.md', 'utf8').match(/\bropeline_\w+/g));
    const cookies = ['ropeline_order', 'ropeline_pass', 'ropeline_staff'];
    const isMetric = (name: string): boolean =>
      documented.has(name.replace(/_(bucket|sum|count)$/, '')) || cookies.some((cookie) => name.startsWith(cookie));
    expect(missing(/\b(ropeline_[a-z_]*[a-z])\b(?!\.)/g, isMetric)).toEqual([]);
  });

  it('is a route, with its method', () => {
    const exists = (named: string): boolean => {
      const [method, address = ''] = named.split(' ');
      if (!address.startsWith('…')) return served.has(`${method} ${shapeOf(address)}`) || isElsewhere(address);
      return [...served].some((route) => route.startsWith(`${method} `) && route.endsWith(shapeOf(address.slice(1))));
    };
    expect(missing(/\b((?:GET|POST|PUT|PATCH|DELETE) [/…][^\s`|),;"'\\]*[\w}>…])/g, exists)).toEqual([]);
    expect(exists('POST /v1/no/such/door')).toBe(false);
  });

  it('is an address that is served', () => {
    const exists = (named: string): boolean => {
      const address = shapeOf(named.replace(/#.*$/, ''));
      if (address.endsWith('…'))
        return [...addresses, ...elsewhere].some((each) => each.startsWith(address.slice(0, -1)));
      return addresses.includes(address) || isElsewhere(address);
    };
    expect(
      missing(
        /`(\/(?:v1|s|health|orders|admin|partner|metrics|docs|queue|shop|control|verify|socket\.io|external-metrics)\b[^\s`]*)`/g,
        exists,
      ),
    ).toEqual([]);
    expect(exists('/v1/no-such-door')).toBe(false);
  });
});

/** Served without a controller: the metrics port, sockets, files, the API documents. */
const elsewhere = [
  '/metrics',
  '/external-metrics',
  '/queue',
  '/shop',
  '/control',
  '/socket.io/queue/',
  '/socket.io/shop/',
  '/socket.io/control/',
  '/docs',
  '/v1/openapi.json',
  '/v1/asyncapi.json',
];

/** Each of these stands in the code. */
function isElsewhere(address: string): boolean {
  const bare = shapeOf(address);
  const last = bare
    .replace(/^\/socket\.io/, '')
    .replace(/^\/v1\//, '')
    .replace(/^\/|\/$/g, '');
  return (elsewhere.includes(bare) || bare === '/socket.io/') && (bare === '/socket.io/' || programs.includes(last));
}
