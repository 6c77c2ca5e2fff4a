import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import { attentionKinds } from '../../checkout/attention/attention.rules.js';
import { RefundState } from '../../contract/money/refund-shapes.js';
import {
  decisionWords,
  incidentWords,
  refundWords,
  reportIncidents,
  reportRefundStates,
} from '../../contract/staff/report-state-words.js';

describe('the words of a report', () => {
  it('are of every state that its query writes, and of no other', () => {
    const query = fs.readFileSync('src/admin/report/report.repository.ts', 'utf8');
    const [, written = ''] = /CASE r\.means WHEN 'other' THEN '(\w+)' ELSE r\.state END/.exec(query) ?? [];
    expect([...reportRefundStates].sort()).toEqual([...RefundState.enum, written].sort());
  });

  it('are of every kind that can need a person, and of no other', () => {
    expect([...reportIncidents].sort()).toEqual(Object.keys(attentionKinds).sort());
  });

  it('are another in German, so that no report mixes two languages', () => {
    for (const [words, codes] of [
      [refundWords, reportRefundStates],
      [incidentWords, reportIncidents],
      [decisionWords, ['keep', 'paid_back', 'open_without_beacon']],
    ] as const)
      for (const code of codes) expect(words(code, 'de')).not.toBe(words(code, 'en'));
    expect(refundWords('paid_back', 'de')).toBe('anderweitig zurückgezahlt');
  });

  it('show the code of another version as it is', () => {
    expect(refundWords('held_back', 'de')).toBe('held back');
    expect(refundWords('toString')).toBe('toString');
    expect(refundWords('given back otherwise')).toBe('given back otherwise'); // in reports published before
  });
});
