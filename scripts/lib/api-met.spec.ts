import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { answersByDoor, judge } from './api-met.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ropeline-met-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const answer = (status: number, code?: string) => ({
  response: {
    status_code: status,
    content: { $base64: Buffer.from(code ? JSON.stringify({ code }) : 'none').toString('base64') },
  },
});
const scenario = (label: string, ...answers: object[]): string =>
  JSON.stringify({ ScenarioFinished: { phase: 'fuzzing', recorder: { label, interactions: { ...answers } } } });

it('sorts operations by the best that they answered in any scenario', async () => {
  const file = join(folder, 'report.ndjson');
  const lines = [
    JSON.stringify({ Initialize: { seed: 1 } }),
    scenario('GET /done', answer(404, 'NOT_FOUND')),
    scenario('GET /done', answer(200), answer(200)),
    scenario('POST /refused', answer(400, 'VALIDATION_FAILED'), answer(409, 'SOLD_OUT')),
    scenario('POST /unread', answer(400, 'VALIDATION_FAILED'), answer(415, 'UNSUPPORTED_MEDIA_TYPE')),
    scenario('POST /proof', answer(403, 'PASSKEY_INVALID'), answer(400, 'VALIDATION_FAILED')),
    scenario('POST /shut', answer(401, 'SIGN_IN_REQUIRED'), answer(400, 'MALFORMED_BODY'), {}),
    scenario('POST /bare', answer(404)),
  ];
  writeFileSync(file, lines.join('\n'));
  const doors = await answersByDoor(file);
  expect([...(doors.get('GET /done') ?? [])]).toEqual([
    ['404 NOT_FOUND', 1],
    ['200', 2],
  ]);
  expect(judge(doors)).toEqual({
    done: ['GET /done'],
    refused: ['POST /refused'],
    unread: ['POST /unread', 'POST /proof', 'POST /bare'],
    shut: ['POST /shut'],
  });
});
