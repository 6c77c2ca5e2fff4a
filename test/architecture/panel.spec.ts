import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { admissionReasons } from '../../src/contract/line/admission-reasons.js';
import { orderReasons } from '../../src/contract/orders/order-reasons.js';
import { reportIncidents } from '../../src/contract/staff/report-state-words.js';
import { saleChangeKinds } from '../../src/contract/sale/sale-change-shapes.js';
import { attentionKinds } from '../../src/checkout/attention/attention.rules.js';
import { workClasses } from '../../src/platform/overload/overload.policy.js';
import { reasonWords, sheddingWords } from '../../web/admin/control/figures/words.js';
import { reasonWords as endingWords } from '../../web/admin/orders/order-words.js';

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

describe('other codes that the panel explains', () => {
  it('are all kinds of items that wait for a person, each with a heading', () => {
    expect(reportIncidents.sort()).toEqual(Object.keys(attentionKinds).sort());
  });

  const panel = readdirSync('web/admin', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file))
    .map((file) => readFileSync(path.join('web/admin', file), 'utf8'))
    .join('\n');

  it('are reasons of the admission rate wherever an alarm, a forecast or a dialog asks for one', () => {
    const asked = [...panel.matchAll(/\breason [!=]== '([A-Z_]+)'/g)].map(([, code = '']) => code);
    expect(asked).toEqual(expect.arrayContaining(['CORE_AWAY', 'SIGNAL_LOST']));
    const known = new Set<string>([...admissionReasons, 'CORE_AWAY']);
    expect(asked.filter((code) => !known.has(code))).toEqual([]);
  });

  it('are classes of work that an overloaded node sheds', () => {
    const unnamed = workClasses.filter((work) => sheddingWords([work]) === work);
    expect(unnamed).toEqual(['exempt']); // never shed
  });

  it('are reasons that end an order, each given by the code of the checkout', () => {
    const checkout = textOf('src/checkout');
    for (const reason of orderReasons) {
      expect([reason, checkout.includes(`'${reason}'`)]).toEqual([reason, true]);
      expect(endingWords(reason)).not.toBe(reason.replaceAll('_', ' '));
    }
  });

  it('are changes that fans are told, each written by a trigger, and no other is', () => {
    const migrations = readdirSync('prisma/migrations')
      .filter((name) => /^\d/.test(name))
      .toSorted()
      .map((name) => readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8'));
    const functions = new Map<string, string>(); // the last definition holds
    for (const sql of migrations)
      for (const [, name = '', body = ''] of sql.matchAll(/FUNCTION (\w+)\(\) RETURNS trigger[^$]*\$\$([^$]*)\$\$/g))
        if (body.includes('INTO sale_change')) functions.set(name, body);
    const written = [...functions.values()].flatMap((body) =>
      [...body.matchAll(/\('(\w+)', (?:instant_text\()?OLD\.|VALUES \(NEW\.sale_id, '(\w+)'/g)].map(
        ([, column, event]) => column ?? event,
      ),
    );
    expect([...new Set(written)].sort()).toEqual([...saleChangeKinds].sort());
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
