import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import { attentionKinds } from '../../checkout/attention/attention.rules.js';
import { RefundState } from '../../contract/money/refund-shapes.js';
import { fanLanguages } from '../../contract/languages.js';
import { reportActions } from '../../contract/staff/action-words.js';
import { reportFigures } from '../../contract/staff/report-figures.js';
import { refundWords, reportIncidents, reportRefundStates } from '../../contract/staff/report-state-words.js';
import { reportPhrases } from './report-phrases.rules.js';

describe('the words of a report', () => {
  it('are of every state that its query writes, and of no other', () => {
    const query = fs.readFileSync('src/admin/report/report.repository.ts', 'utf8');
    const [, written = ''] = /CASE r\.means WHEN 'other' THEN '(\w+)' ELSE r\.state END/.exec(query) ?? [];
    expect([...reportRefundStates].sort()).toEqual([...RefundState.enum, written].sort());
  });

  it('are of every kind that can need a person, and of no other', () => {
    expect([...reportIncidents].sort()).toEqual(Object.keys(attentionKinds).sort());
  });

  it('are of every action that a report lists, and a role without words is shown', () => {
    const { action, actor } = reportPhrases('de');
    expect(reportActions.map(action).every((phrase) => phrase.startsWith('hat '))).toBe(true);
    expect([actor('owner'), actor('system'), actor('stagehand')]).toEqual(['Inhaber', 'Ropeline', 'stagehand']);
  });

  it.each(fanLanguages.filter((language) => language !== 'en'))('are another in %s than in English', (language) => {
    const [say, english] = [reportPhrases(language), reportPhrases('en')];
    for (const code of reportRefundStates) expect(say.refund(code)).not.toBe(english.refund(code));
    for (const code of reportIncidents) expect(say.incident(code)).not.toBe(english.incident(code));
    for (const code of reportActions) expect(say.action(code)).not.toBe(english.action(code));
    expect(say.formula('sold', 'x')).not.toBe(english.formula('sold', 'x'));
  });

  it('name every figure apart in every language, and as written where it is unknown', () => {
    for (const language of fanLanguages) {
      const labels = Object.keys(reportFigures).map(reportPhrases(language).figure);
      expect([language, new Set(labels).size]).toEqual([language, labels.length]);
    }
    const { figure, formula } = reportPhrases('de');
    expect([figure('sold'), formula('sold', 'x')]).toEqual([
      'Verkaufte Tickets',
      'verkauft, alle Ticketarten zusammen',
    ]);
    expect([figure('gone'), formula('gone', 'as before')]).toEqual(['gone', 'as before']);
    expect(reportPhrases('en').formula('sold', 'as written')).toBe('as written');
  });

  it('show the code of another version as it is', () => {
    const { refund, action } = reportPhrases('de');
    expect(refund('paid_back')).toBe('anderweitig zurückgezahlt');
    expect(refund('held_back')).toBe('held back');
    expect([refundWords('toString'), refund('toString')]).toEqual(['toString', 'toString']);
    expect(refundWords('given back otherwise')).toBe('given back otherwise'); // in reports published before
    expect(action('sale.dance')).toBe('sale dance');
  });
});
