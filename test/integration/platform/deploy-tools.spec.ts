import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { rendered } from '../../support/chart.js';

jest.setTimeout(60_000);

const {
  ROPELINE_DEPLOY_TOOLS: tools = '',
  ROPELINE_DEPLOY_TOOLS_MISSING: missing = 'npm test -- test/integration/platform/deploy installs them',
} = process.env;
const CHART = 'deploy/helm/ropeline';
const KUBERNETES = '1.31';

const run = (command: string, args: readonly string[]): { status: number | null; output: string } => {
  const env = { ...process.env, PATH: `${tools}${path.delimiter}${process.env.PATH ?? ''}` };
  const { status, stdout, stderr } = spawnSync(command, [...args], { env, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
};

if (tools === '') it.skip(`deploy/ is not judged: ${missing}`, () => undefined);
else
  describe('deploy/', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ropeline-deploy-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const values = parse(readFileSync(`${CHART}/values.yaml`, 'utf8')) as object;
    /** The chart with every option; ServiceMonitor is a custom resource without a schema. */
    const objects = readdirSync(`${CHART}/templates`)
      .filter((name) => name.endsWith('.yaml'))
      .flatMap((name) => rendered(readFileSync(`${CHART}/templates/${name}`, 'utf8'), values))
      .filter(({ kind }) => kind !== 'ServiceMonitor');
    const validated = (name: string, all: readonly object[]): { status: number | null; output: string } => {
      const file = path.join(folder, name);
      writeFileSync(file, all.map((each) => stringify(each)).join('---\n'));
      return run('kubernetes-validate', ['--strict', '-k', KUBERNETES, file]);
    };

    it('renders objects that Kubernetes’ own schemas accept, and nothing beyond them', () => {
      expect(objects.length).toBeGreaterThan(16);
      expect(validated('chart.yaml', objects)).toMatchObject({ status: 0 });
      const misspelt = objects.map((each) =>
        each.kind === 'Deployment' ? { ...each, spec: { ...(each.spec as object), replica: 2 } } : each,
      );
      const refused = validated('misspelt.yaml', misspelt);
      expect(refused.status).not.toBe(0);
      expect(refused.output).toContain('replica');
    });

    it('has values that fit the chart’s schema, which refuses others', () => {
      const code =
        'import json, sys, jsonschema; jsonschema.validate(json.loads(sys.argv[1]), json.load(open(sys.argv[2])))';
      const judged = (given: object): { status: number | null; output: string } =>
        run(path.join(tools, 'python'), ['-c', code, JSON.stringify(given), `${CHART}/values.schema.json`]);
      expect(judged(values)).toEqual({ status: 0, output: '' });
      expect(judged({ ...values, publicUrl: 'http://tickets.example' })).toMatchObject({ status: 1 });
    });

    it('has an image recipe that hadolint finds nothing in', () => {
      expect(run('hadolint', ['deploy/Dockerfile'])).toEqual({ status: 0, output: '' });
      const file = path.join(folder, 'Dockerfile');
      writeFileSync(file, 'FROM debian\nRUN cd /tmp && apt-get install -y curl\n');
      expect(run('hadolint', [file])).toMatchObject({
        status: 1,
        output: expect.stringContaining('DL3006') as unknown,
      });
    });

    it('passes npm run deploy-check with every tool that is on PATH', () => {
      const { status, output } = run(process.execPath, ['scripts/deploy-check.mjs']);
      expect({ status, failed: /FAILED[\s\S]*/.exec(output)?.[0] ?? null }).toEqual({ status: 0, failed: null });
      expect(output).toMatch(/^ok +hadolint /m);
      const promtool = run('promtool', ['--version']).status === 0;
      if (promtool) expect(output.match(/^ok +promtool /gm)).toHaveLength(2);
    });
  });
