// What the API check has met of each door, read from the report that Schemathesis writes.
import fs from 'node:fs';
import { createInterface } from 'node:readline';

const KEPT_OUT = new Set(['401', '403']);
/** Refusals about the form of a call, which every operation has. */
const OF_FORM = new Set(['400', '413', '415']);

/** Returns the answers of each operation: name → status or `status CODE` → how often. */
export async function answersByDoor(file) {
  const doors = new Map();
  for await (const line of createInterface({ input: fs.createReadStream(file) })) {
    if (!line.startsWith('{"ScenarioFinished"')) continue;
    const { recorder } = JSON.parse(line).ScenarioFinished;
    const answers = doors.get(recorder.label) ?? new Map();
    doors.set(recorder.label, answers);
    for (const { response } of Object.values(recorder.interactions ?? {})) {
      if (!response) continue;
      const answer = nameOf(response);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  }
  return doors;
}

function nameOf({ status_code: status, content }) {
  if (status < 400) return String(status);
  try {
    const { code } = JSON.parse(Buffer.from(content.$base64, 'base64').toString('utf8'));
    return code ? `${status} ${code}` : String(status);
  } catch {
    return String(status);
  }
}

/**
 * Sorts doors by the best that they answered: `done` (2xx or 3xx), `refused` (a coded refusal that is not about the
 * caller or the form of the call), `unread` (bad input only), `shut` (401 and 403, and never as far as its fields,
 * which are read after the credentials).
 */
export function judge(doors) {
  const sorted = { done: [], refused: [], unread: [], shut: [] };
  for (const [door, answers] of doors) sorted[bestOf([...answers.keys()])].push(door);
  return sorted;
}

function bestOf(answers) {
  const of = (test) => answers.some((answer) => test(...answer.split(' ')));
  if (of((status) => status < '400')) return 'done';
  if (of((status, code) => code && !OF_FORM.has(status) && !KEPT_OUT.has(status))) return 'refused';
  const wasRead = of((_status, code) => code === 'VALIDATION_FAILED');
  return !wasRead && of((status) => KEPT_OUT.has(status)) ? 'shut' : 'unread';
}
