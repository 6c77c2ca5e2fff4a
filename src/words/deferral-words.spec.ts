import { describe, expect, it } from '@jest/globals';
import { DEFER_MINUTES_MAX, DEFERRALS_MAX } from '../contract/line/defer-bounds.js';
import { fanLanguages } from '../contract/languages.js';
import { wordsIn } from './all.js';

/** “Twice” and “half an hour”, as each language says them in `deferText` and `DEFER_LIMIT`. */
const twice = /twice|zweimal|deux fois|dos veces|due volte|twee keer|dwa razy|duas vezes|مرتين|2回/;
const halfAnHour =
  /half an hour|halbe Stunde|demi-heure|media hora|mezz’ora|half uur|pół godziny|meia hora|نصف ساعة|30分/;

describe('what fans read about letting others go first', () => {
  it.each(fanLanguages)('names the bounds that the line keeps: %s', (language) => {
    const { inside, refusals } = wordsIn(language);
    expect([DEFERRALS_MAX, DEFER_MINUTES_MAX]).toEqual([2, 30]);
    expect(inside.actions.deferText).toMatch(twice);
    expect(refusals.DEFER_LIMIT?.what).toMatch(twice);
    expect(refusals.DEFER_LIMIT?.what).toMatch(halfAnHour);
  });
});
