// usage: npm run deploy-check
// Validates deploy/ and the workflows with those of these tools that are on PATH: actionlint, hadolint, helm,
// kubernetes-validate (PyPI; includes the schemas), promtool, systemd-analyze. Exits with 1 if one finds a fault; with --all also if one is missing.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './lib/run.mjs';

const CHART = 'deploy/helm/ropeline';
const KUBERNETES = '1.31';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-deploy-'));
const rendered = path.join(folder, 'rendered.yaml');

/** Leaves out ServiceMonitor, a custom resource for which no schema is included. */
function render() {
  const args = ['template', 'check', CHART, '--kube-version', KUBERNETES, '--set', 'predictiveScaling=true'];
  fs.writeFileSync(rendered, execFileSync('helm', args, { cwd: ROOT }));
}

const checks = [
  { tool: 'actionlint', args: ['.github/workflows/ci.yml'] },
  { tool: 'hadolint', args: ['deploy/Dockerfile'] },
  { tool: 'helm', args: ['lint', CHART] },
  {
    tool: 'kubernetes-validate',
    args: ['--strict', '-k', KUBERNETES, rendered],
    needs: ['kubernetes-validate', 'helm'],
    before: render,
  },
  { tool: 'promtool', args: ['check', 'rules', 'deploy/prometheus/ropeline.rules.yml'] },
  { tool: 'promtool', args: ['test', 'rules', 'deploy/prometheus/ropeline.rules.test.yml'] },
  {
    tool: 'systemd-analyze',
    args: ['verify', '--man=no', 'deploy/systemd/ropeline@.service', 'deploy/systemd/ropeline-migrate.service'],
    needs: ['systemd-analyze', '/usr/bin/node'], // a unit whose program is missing is faulted
  },
];

const isThere = (tool) => spawnSync(tool, ['--help'], { stdio: 'ignore' }).error === undefined;

function run({ tool, args, needs = [tool], before }) {
  const missing = needs.find((each) => !isThere(each));
  if (missing) {
    console.log(`skipped  ${tool}: ${missing} is not on PATH`);
    return !process.argv.includes('--all');
  }
  before?.();
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd: ROOT, encoding: 'utf8' });
  console.log(`${status === 0 ? 'ok     ' : 'FAILED '}  ${tool} ${args.join(' ')}`);
  if (status !== 0) console.log(`${stdout}${stderr}`.trim());
  return status === 0;
}

try {
  const results = checks.map(run);
  process.exitCode = results.every(Boolean) ? 0 : 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
