// usage: npm run api-check -- [--url http://localhost:3000] [--paths ^/v1/partner] [--phases coverage,fuzzing]
//                             [--examples 20]
// Sends a running server (ROPELINE_API_KEY names the caller) everything its OpenAPI document allows and forbids.
// Reports every 500 and every undeclared response. Needs schemathesis (pip install schemathesis==4.32.5); without it
// nothing is checked.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const PROGRAM = 'schemathesis';
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';
/** Exceeds the longest long poll of the event list. */
const TIMEOUT_SECONDS = '30';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    paths: { type: 'string', default: '^/v1/' },
    phases: { type: 'string', default: 'coverage,fuzzing' },
    examples: { type: 'string', default: '20' },
  },
});
const { ROPELINE_API_KEY: key } = process.env;

if (spawnSync(PROGRAM, ['--version']).error) {
  console.log('schemathesis is not installed (pip install schemathesis==4.32.5): nothing was checked.');
} else {
  const url = values.url.replace(/\/$/, '');
  const args = ['run', `${url}/v1/openapi.json`, '--url', url, '--include-path-regex', values.paths];
  args.push('--checks', CHECKS, '--phases', values.phases, '-n', values.examples, '--request-timeout', TIMEOUT_SECONDS);
  if (key) args.push('--header', `Authorization: Bearer ${key}`);
  process.exitCode = spawnSync(PROGRAM, args, { stdio: 'inherit' }).status ?? 1;
}
