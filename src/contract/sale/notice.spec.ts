import { describe, expect, it } from '@jest/globals';
import { hasGoodTimes, isShownIn, noticeTextIn, withTimes } from './notice.js';

describe('a message to fans', () => {
  const notice = { text: 'Late', texts: { de: 'Später', 'pt-BR': 'Tarde' } };
  it('is read in the reader’s language, or in its first one', () => {
    expect(
      ['de', 'de-AT', 'pt-BR', 'pt', 'en-GB', 'toString'].map((language) => noticeTextIn(notice, language)),
    ).toEqual(['Später', 'Später', 'Tarde', 'Late', 'Late', 'Late']);
    expect(noticeTextIn({ text: 'Late' }, 'de')).toBe('Late');
  });
  it('says its times as the reader’s clock does', () => {
    const text = 'We go on at {time:2026-11-27T19:48Z}, doors {time:2026-11-27T20:30:00.000Z}.';
    expect(hasGoodTimes(text)).toBe(true);
    expect(withTimes(text, (at) => `<${at}>`)).toBe(
      'We go on at <2026-11-27T19:48Z>, doors <2026-11-27T20:30:00.000Z>.',
    );
  });
  it('is refused with a time that is none', () => {
    for (const text of ['{time:soon}', '{time:2026-11-27T19:48}', 'at {time:', '{time:2026-13-40T19:48Z}'])
      expect([text, hasGoodTimes(text)]).toEqual([text, false]);
    expect(hasGoodTimes('Bring {nothing} with you')).toBe(true);
  });
  it('is shown everywhere unless it names places', () => {
    expect([isShownIn({}, 'shop'), isShownIn({ to: ['shop'] }, 'shop'), isShownIn({ to: ['shop'] }, 'line')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
