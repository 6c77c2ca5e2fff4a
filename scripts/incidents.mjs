// usage: npm run incidents
// Draws docs/images/incidents/*.svg: what the admission policy answers to incidents, computed by the policy itself, and the
// curves of docs/curves, recorded by drills (`npm run drill -- node-killed --record docs/curves/node-killed.json`).
import fs from 'node:fs';
import path from 'node:path';
import { buildServer } from './build.mjs';
import { program } from './lib/program.mjs';
import { ROOT } from './lib/run.mjs';

await program(async ({ step }) => {
  await buildServer(step);
  const { incidents } = await import('../dist/src/rehearsal/incidents.rules.js');
  const { plotOf, plotOfRecording } = await import('../dist/src/rehearsal/incident-plot.rules.js');
  const folder = path.join(ROOT, 'docs', 'images', 'incidents');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const incident of incidents) fs.writeFileSync(path.join(folder, `${incident.name}.svg`), plotOf(incident));
  const curves = path.join(ROOT, 'docs', 'curves');
  const recorded = fs.readdirSync(curves);
  for (const file of recorded) {
    const curve = JSON.parse(fs.readFileSync(path.join(curves, file), 'utf8'));
    fs.writeFileSync(path.join(folder, `recorded-${path.parse(file).name}.svg`), plotOfRecording(curve));
  }
  console.log(`Wrote ${incidents.length + recorded.length} plots to ${path.relative(ROOT, folder)}`);
});
