import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse, parseAllDocuments } from 'yaml';
import { admissionReasons } from '../../src/contract/line/admission-reasons.js';
import { attentionKinds } from '../../src/checkout/attention/attention.rules.js';
import { scaledRoles } from '../../src/admin/metrics/scaling.policy.js';
import { saleFigures } from '../../src/admin/metrics/sale-figures.rules.js';
import { OrderState } from '../../src/contract/orders/order-shapes.js';
import { PaymentHealthState } from '../../src/contract/live/live-shapes.js';
import { SaleState } from '../../src/contract/sale/sale-shapes.js';
import { workClasses } from '../../src/platform/overload/overload.policy.js';
import { variables } from '../../src/platform/config/variables.js';
import { rendered } from '../support/chart.js';
import { STOP_LIMIT_MS } from '../../src/drain-node.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';

const read = (file: string): string => readFileSync(file, 'utf8');
interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  annotations?: { runbook: string };
}
const rules = (parse(read('deploy/prometheus/ropeline.rules.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const alerts = rules.flatMap(({ alert }) => (alert === undefined ? [] : [alert]));
const dashboard = JSON.parse(read('deploy/grafana/ropeline.json')) as { panels: { targets?: { expr: string }[] }[] };
const panelExpressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** Returns every metric defined in the code, with its labels. */
async function metrics(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.spec)\.ts$/.test(file),
  );
  for (const file of sources)
    for (const [, kind, name = '', labels = ''] of read(path.join('src', file)).matchAll(
      /\.(counter|gauge|histogram)\(\s*'(\w+)',\s*(?:'[^']*'|`[^`]*`),?\s*(?:\[([^\]]*)\])?/g,
    )) {
      const names = [...labels.matchAll(/'(\w+)'/g)].map(([, label = '']) => label);
      if (kind === 'histogram') found.set(`ropeline_${name}_bucket`, [...names, 'le']);
      else found.set(`ropeline_${name}`, names);
    }
  for (const { name } of saleFigures) found.set(`ropeline_sale_${name}`, ['sale']);
  for (const { name } of await new Metrics().registry.getMetricsAsJSON()) found.set(name, []);
  for (const { record } of rules) if (record !== undefined) found.set(record, []);
  return found.set('up', ['job']);
}

/** Metric names and label names of an expression; throws where it cannot be parsed. */
function partsOf(expr: string): { names: string[]; labels: string[] } {
  const names: string[] = [];
  const labels: string[] = [];
  parser.parse(expr.replaceAll('$sale', 'x')).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`PromQL: ${expr.slice(from - 10, to + 10)}`);
      if (type.name === 'Identifier') names.push(expr.slice(from, to));
      if (type.name === 'LabelName') labels.push(expr.slice(from, to));
    },
  });
  return { names, labels };
}

const taskFiles = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(task|repository|service)\.ts$/.test(file))
  .map((file) => read(path.join('src', file)));
const firstIn = (pattern: RegExp): string[] =>
  taskFiles.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name));
const tasks = firstIn(/readonly name = '([\w-]+)'/g);
/** Those whose lag is beyond five minutes while all is well. */
const rareTasks = taskFiles.flatMap((text) => {
  const every = /everyMs = ([\w ._*]+);/.exec(text)?.[1] ?? '0';
  const ms = every === 'HOUR_MS' ? 3_600_000 : Number(every.replaceAll('_', ''));
  return ms >= 300_000 ? [...text.matchAll(/readonly name = '([\w-]+)'/g)].map(([, name = '']) => name) : [];
});
const queues = ['mail', 'outbox', ...firstIn(/kind = 'stuck_(\w+)'/g)];

/** What the code gives a label; null: a value that is not one of a list. */
function valuesOf(metric: string, label: string): readonly string[] | null {
  switch (label) {
    case 'task':
      return tasks;
    case 'queue':
      return queues;
    case 'class':
      return workClasses;
    case 'reason':
      return [...admissionReasons, 'CORE_AWAY'];
    case 'kind':
      return Object.keys(attentionKinds);
    case 'role':
      return scaledRoles;
    case 'pool':
      return ['sale', 'line', 'background'];
    case 'state':
      return statesOf(metric);
    default:
      return null;
  }
}
function statesOf(metric: string): readonly string[] {
  if (metric === 'ropeline_sale_state') return SaleState.enum;
  if (metric === 'ropeline_sale_orders') return OrderState.enum;
  if (metric === 'ropeline_payments_state') return PaymentHealthState.enum;
  if (metric === 'ropeline_payments_breaker') return ['closed', 'half_open', 'open'];
  return metric === 'ropeline_postgres_connections' ? ['used', 'idle'] : [];
}

/** Returns the values that selectors ask for and the code never gives: such a selector finds nothing, or excepts nothing. */
function foreignValues(expr: string): string[] {
  return [...expr.matchAll(/([\w:]+)\{([^}]*)\}/g)].flatMap(([, metric = '', matchers = '']) =>
    [...matchers.matchAll(/(\w+)(?:=~|!~|!=|=)"([^"]*)"/g)].flatMap(([, label = '', value = '']) => {
      const known = valuesOf(metric, label);
      return known === null
        ? []
        : value.split('|').flatMap((each) => (known.includes(each) ? [] : [`${label}=${each}`]));
    }),
  );
}

describe('the workflows', () => {
  it('pin each action by its commit, because a tag can be moved', () => {
    const uses = readdirSync('.github/workflows').flatMap((file) => [
      ...read(path.join('.github/workflows', file)).matchAll(/uses: (\S+)/g),
    ]);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter(([, action = '']) => !/@[0-9a-f]{40}$/.test(action)).map(([, action]) => action)).toEqual([]);
  });
});

describe('alerts and dashboard', () => {
  it('ask only for metrics and labels that the code makes', async () => {
    const known = await metrics();
    for (const expr of [...rules.map((rule) => rule.expr), ...panelExpressions]) {
      const { names, labels } = partsOf(expr);
      expect(names.length).toBeGreaterThan(0);
      const unknown = names.filter((name) => !known.has(name));
      expect({ expr, unknown }).toEqual({ expr, unknown: [] });
      const offered = new Set([...names.flatMap((name) => known.get(name) ?? []), 'instance']);
      expect({ expr, foreign: labels.filter((label) => !offered.has(label)) }).toEqual({ expr, foreign: [] });
    }
  });
  it('ask only for values of labels that the code gives', () => {
    for (const expr of [...rules.map((rule) => rule.expr), ...panelExpressions])
      expect({ expr, foreign: foreignValues(expr) }).toEqual({ expr, foreign: [] });
    expect(foreignValues('ropeline_task_lag_seconds{task=~"admin-retention|retention"}')).toEqual(['task=retention']);
  });
  it('do not call a task late that runs less often than the alert looks', () => {
    const late = rules.find(({ alert }) => alert === 'RopelineTaskBehind')?.expr ?? '';
    const excepted = /unless .*\{task=~"([^"]+)"\}/.exec(late)?.[1]?.split('|');
    expect(rareTasks.length).toBeGreaterThan(0);
    expect(excepted?.toSorted()).toEqual(rareTasks.toSorted());
  });
  it('are about metrics that docs/metrics.md describes with their labels, as all are', async () => {
    const page = read('docs/metrics.md');
    const rows = [...page.matchAll(/^\| `(ropeline_\w+)` \|([^|]*)\|/gm)];
    const documented = Object.fromEntries(rows.map(([, name = '', labels = '']) => [name, labels.match(/\w+/g) ?? []]));
    const made = [...(await metrics())].filter(([name]) => name.startsWith('ropeline_'));
    const described = made.map(([name, labels]) => [
      name.replace(/_bucket$/, ''),
      labels.filter((each) => each !== 'le'),
    ]);
    expect(documented).toEqual(Object.fromEntries(described));
  });
  it('have a page in the runbook each, as has every reason and every item', () => {
    const runbook = read('docs/runbook.md');
    expect([...runbook.matchAll(/^### (Ropeline\w+)$/gm)].map(([, name]) => name)).toEqual(alerts);
    for (const { alert, annotations } of rules)
      if (alert !== undefined) expect(annotations?.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
    const listed = (pattern: RegExp): string[] => [...runbook.matchAll(pattern)].map(([, name = '']) => name).sort();
    expect(listed(/^\| `([A-Z_]+)` \|/gm)).toEqual([...admissionReasons].sort());
    expect(listed(/^\| `([a-z_]+)` \|/gm)).toEqual(Object.keys(attentionKinds).sort());
  });
});

describe('the tests of the alerts', () => {
  it('see each alert fire, and read series that the code makes', async () => {
    const { tests } = parse(read('deploy/prometheus/ropeline.rules.test.yml')) as {
      tests: { input_series: { series: string }[]; promql_expr_test: { exp_samples: { labels: string }[] }[] }[];
    };
    const fired = tests.flatMap((test) =>
      test.promql_expr_test.flatMap(({ exp_samples: samples }) =>
        samples.map(({ labels }) => /alertname="(\w+)"/.exec(labels)?.[1] ?? labels),
      ),
    );
    expect([...new Set(fired)].sort()).toEqual([...alerts].sort());
    const known = await metrics();
    for (const { series } of tests.flatMap((test) => test.input_series)) {
      const { names, labels } = partsOf(series);
      const offered = [...(known.get(names[0] ?? '') ?? ['not a metric']), 'instance', 'le'];
      expect({ series, foreign: labels.filter((label) => !offered.includes(label)) }).toEqual({ series, foreign: [] });
      expect({ series, foreign: foreignValues(series) }).toEqual({ series, foreign: [] });
    }
  });
});

describe('scaling', () => {
  it('asks for a signal that the code makes, by role, in KEDA and in the chart', async () => {
    const documents = parseAllDocuments(read('deploy/keda/scaledobject.yaml')).map((each) => each.toJS() as KedaObject);
    const triggers = documents.flatMap(({ spec }) => spec.triggers ?? []);
    for (const { url } of triggers.flatMap(({ metadata }) => (metadata.url === undefined ? [] : [metadata]))) {
      expect(read('src/admin/metrics/scaling.task.ts')).toContain(`'${new URL(url ?? '').pathname}'`);
      expect(scaledRoles).toContain(new URL(url ?? '').searchParams.get('role'));
    }
    const asked = triggers.flatMap(({ metadata: { query } }) => (query === undefined ? [] : [partsOf(query)]));
    const known = await metrics();
    expect(asked).toEqual([{ names: ['ropeline_nodes_wanted'], labels: ['role'] }]);
    expect(known.get('ropeline_nodes_wanted')).toEqual(['role']);
    const chart = read('deploy/helm/ropeline/templates/roles.yaml');
    expect([...chart.matchAll(/^ +name: (ropeline_\w+)$/gm)].map(([, name]) => name)).toEqual([
      'ropeline_nodes_wanted',
    ]);
  });
});

describe('the image', () => {
  const dockerfile = read('deploy/Dockerfile');
  it('copies what exists, runs what is built, and not as root', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) =>
      sources.split(' '),
    );
    for (const source of copied) expect(existsSync(source)).toBe(true);
    expect(dockerfile).toMatch(/^USER 10001:10001$/m);
    const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
    for (const [, script = ''] of dockerfile.matchAll(/npm run (\w+)$/gm)) expect(scripts).toHaveProperty(script);
    expect(dockerfile).toContain('dist/src/main.js');
    const ignored = read('.dockerignore');
    for (const folder of ['prisma', 'scripts', 'src', 'web', 'tools', 'load', 'docs/api/openapi.json'])
      expect(ignored).toContain(`!${folder}\n`);
  });
  it('is made by the steps that its drill runs without a container engine', () => {
    const drill = read('scripts/lib/image.mjs');
    const modules = /AS modules\n([\s\S]*?)\nFROM/.exec(dockerfile)?.[1] ?? '';
    const steps = [...modules.matchAll(/^RUN (.+)$/gm)].flatMap(([, line = '']) => line.split(' && '));
    expect(steps).toEqual([
      'npm ci --omit=dev',
      'node scripts/slim-modules.mjs .',
      'npm pkg delete devDependencies',
      'npm sbom --sbom-format=cyclonedx > sbom.cdx.json',
    ]);
    // the drill gives its commands as words
    const words = drill.replaceAll(/', '/g, ' ');
    for (const step of steps) expect(words).toContain(step.replace(/^node /, ''));
    const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\w+) /gm)].map(([, folder]) => folder);
    for (const folder of copied) expect(drill).toMatch(new RegExp(`'${folder}[.']`));
    expect(dockerfile).toContain('CMD ["node", "--enable-source-maps", "dist/src/main.js"]');
    expect(drill).toContain("'--enable-source-maps', 'dist/src/main.js'");
  });
  it('is started with a migration of its own by compose, and by systemd', () => {
    const { services } = parse(read('deploy/compose.yaml'), { merge: true }) as {
      services: Record<string, { read_only?: boolean; depends_on?: Record<string, { condition: string }> }>;
    };
    expect(services.ropeline).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(services.ropeline?.depends_on?.migrate).toEqual({ condition: 'service_completed_successfully' });
    for (const file of ['ropeline@.service', 'ropeline-migrate.service'])
      for (const [, script = ''] of read(`deploy/systemd/${file}`).matchAll(
        /^ExecStart=\/usr\/bin\/node (?:--\S+ )?(\S+)/gm,
      ))
        expect(script).toMatch(/^(dist\/src\/main\.js|scripts\/migrate\.mjs)$/);
  });
});

describe('the chart', () => {
  const folder = 'deploy/helm/ropeline';
  const values = parse(read(`${folder}/values.yaml`)) as { roles: Record<string, { paths: string[] }> };
  const names = readdirSync(`${folder}/templates`).filter((name) => name.endsWith('.yaml'));
  const withValues = (given: object) => names.flatMap((name) => rendered(read(`${folder}/templates/${name}`), given));
  const documents = withValues(values);

  it.each(['hpa', 'keda', 'none'])('leaves the number of nodes to one owner: %s', (autoscaling) => {
    const objects = withValues({ ...values, autoscaling });
    const scaled = objects
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ metadata }) => metadata.name);
    const roles = Object.keys(values.roles).map((role) => `test-${role}`);
    expect(scaled).toEqual(autoscaling === 'hpa' ? roles : []);
    const deployments = objects
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ spec }) => spec as { replicas?: number });
    expect(deployments.every(({ replicas }) => (replicas !== undefined) === (autoscaling === 'none'))).toBe(true);
  });
  it('gives its nodes the job that the alerts name, whatever the release is called', () => {
    const monitor = documents.find(({ kind }) => kind === 'ServiceMonitor')?.spec as { jobLabel: string };
    const services = documents.filter(({ kind }) => kind === 'Service');
    const jobs = services.map(
      ({ metadata }) => (metadata as { labels?: Record<string, string> }).labels?.[monitor.jobLabel],
    );
    const job =
      /job=~"([^"]+)"/.exec(rules.find(({ alert }) => alert === 'RopelineNodeDown')?.expr ?? '')?.[1] ?? 'none';
    expect(jobs.length).toBe(Object.keys(values.roles).length);
    for (const each of jobs) expect(each).toMatch(new RegExp(`^(?:${job})$`));
  });

  it('renders to well-formed objects with unique names', () => {
    const keys = documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const kind of ['Deployment', 'Service', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'])
      for (const role of Object.keys(values.roles)) expect(keys).toContain(`${kind} test-${role}`);
    for (const key of ['Job test-migrate', 'Ingress test', 'NetworkPolicy test']) expect(keys).toContain(key);
  });
  it('runs each role read-only, not as root, with probes that exist and settings that are known', () => {
    for (const { kind, spec } of documents.filter((document) => document.kind === 'Deployment')) {
      const pod = (spec as { template: { spec: { securityContext: object; containers: Container[] } } }).template.spec;
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true });
      const [container] = pod.containers;
      expect(container?.securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      });
      expect([kind, container?.readinessProbe.httpGet.path]).toEqual(['Deployment', '/health/ready']);
      for (const { name } of container?.env ?? []) expect(variables).toContain(name);
    }
  });
  it('sends each path to the role that docs/roles.md names, and names no other', () => {
    const rules = documents.flatMap(({ kind, spec }) => (kind === 'Ingress' ? (spec as IngressSpec).rules : []));
    const paths = rules.flatMap((rule) => rule.http.paths).sort((a, b) => b.path.length - a.path.length);
    // one pattern makes ingress-nginx read every path of the host as one, the longest first
    const roleOf = (asked: string): string | undefined =>
      paths.find(({ path: each }) => new RegExp(`^${each}`, 'i').test(asked))?.backend.service.name;
    const rows = [...read('docs/roles.md').matchAll(/^\| (.+?) \| (edge|shop|payments|control) \|/gm)];
    const documented = rows.flatMap(([, cell = '', role = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, each = '']) => [
        each.replace('{slug}', 'a-sale').replace('…', 'x'),
        role,
      ]),
    );
    expect(documented.length).toBeGreaterThan(20);
    for (const [asked = '', role = ''] of documented) expect([asked, roleOf(asked)]).toEqual([asked, `test-${role}`]);
    for (const [role, { paths: own }] of Object.entries(values.roles))
      for (const each of own)
        expect([each, documented.some(([asked = '', other]) => other === role && asked.startsWith(each))]).toEqual([
          each,
          true,
        ]);
  });
  it('lets a stopping pod finish whatever pause is set, and leaves the number of pods to its autoscaler', () => {
    const schema = JSON.parse(read(`${folder}/values.schema.json`)) as {
      properties: { drainPauseMs: { maximum: number } };
    };
    const longestStop = schema.properties.drainPauseMs.maximum + STOP_LIMIT_MS;
    for (const { spec } of documents.filter(({ kind }) => kind === 'Deployment')) {
      expect(spec).not.toHaveProperty('replicas');
      const { terminationGracePeriodSeconds: grace } = (
        spec as { template: { spec: { terminationGracePeriodSeconds: number } } }
      ).template.spec;
      expect(grace * 1_000).toBeGreaterThan(longestStop);
    }
    for (const file of ['compose.yaml', 'systemd/ropeline@.service']) {
      const [, seconds] = /(?:stop_grace_period: |TimeoutStopSec=)(\d+)/.exec(read(`deploy/${file}`)) ?? [];
      expect([file, Number(seconds) * 1_000 > longestStop]).toEqual([file, true]);
    }
  });
});

interface IngressSpec {
  rules: { http: { paths: { path: string; backend: { service: { name: string } } }[] } }[];
}
interface Container {
  securityContext: object;
  readinessProbe: { httpGet: { path: string } };
  env: { name: string }[];
}
interface KedaObject {
  spec: { triggers?: { metadata: { query?: string; url?: string } }[] };
}
