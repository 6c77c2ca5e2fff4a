import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { admissionReasons } from '../../src/contract/admission-reasons.js';
import { reasonWords } from '../../web/admin/control/words.js';

const textOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|lua)$/.test(file) && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');

describe('reasons of the admission rate', () => {
  it('are each given by the code that decides it, and each said in words', () => {
    const emitters = textOf('src/queue');
    const live = readFileSync('src/admin/live/live.rules.ts', 'utf8');
    for (const reason of [...admissionReasons, 'CORE_AWAY']) {
      const source = reason === 'CORE_AWAY' ? live : emitters;
      expect([reason, source.includes(`'${reason}'`)]).toEqual([reason, true]);
      expect(reasonWords(reason, 10)).not.toBe(reason);
    }
  });

  it('are all known: the code gives no other', () => {
    const policy = readFileSync('src/queue/admission/admission.policy.ts', 'utf8');
    const given = new Set(
      [...policy.matchAll(/'([A-Z]+(?:_[A-Z]+)+|PAUSED|CLOSED|SETTLING|RECOVERING|QUARANTINED)'/g)].map(
        ([, code]) => code,
      ),
    );
    const known: ReadonlySet<string | undefined> = new Set(admissionReasons);
    expect([...given].filter((code) => !known.has(code))).toEqual([]);
  });
});

describe('fields of numbers and money', () => {
  it('hold the text that was typed: none turns it into a number while somebody types', () => {
    const coercing = readdirSync('web/admin', { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .filter((file) =>
        /NumberInput|type="number"|valueAsNumber|Number\((?:event|currentTarget|target)/.test(
          readFileSync(path.join('web/admin', file), 'utf8'),
        ),
      );
    expect(coercing).toEqual([]);
  });
});

describe('calls of the panel', () => {
  it('all go through one function, which gives every unsafe call a key, so that none is done twice', () => {
    const callers = readdirSync('web/admin', { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file))
      .filter((file) => /\bfetch\(|XMLHttpRequest|sendBeacon/.test(readFileSync(path.join('web/admin', file), 'utf8')));
    expect(callers.map((file) => file.split(path.sep).join('/'))).toEqual(['net/api.ts']);
    const api = readFileSync('web/admin/net/api.ts', 'utf8');
    expect(api).toContain("const key = method === 'GET' ? null :");
    expect(api).toContain("'idempotency-key': key");
  });
});
