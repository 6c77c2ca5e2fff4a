import { describe, expect, it } from '@jest/globals';
import type { BuyerMessageShape } from '../../../src/contract/orders/buyer-message-shapes.js';
import { audienceWords, bodyOf, emptyMessage, emptyText, missingIn, progressWords } from './message-draft.js';

const written = { ...emptyMessage, subject: ' Doors ', text: ' At six. ' };

describe('a message to buyers in its form', () => {
  it('needs subject and text, in each language both or neither', () => {
    expect(missingIn(emptyMessage)).toMatch(/subject/);
    expect(missingIn(written)).toBeNull();
    expect(missingIn({ ...written, texts: { ja: { subject: '開場', text: ' ' } } })).toMatch(/^Japanese/);
  });

  it('is sent without what was left empty', () => {
    expect(bodyOf(written)).toEqual({ subject: 'Doors', text: 'At six.' });
    const all = {
      ...written,
      texts: { de: { subject: 'Einlass ', text: 'Um sechs.' }, fr: emptyText },
      sections: ['A'],
      ticketTypeIds: ['tt_1'],
    };
    expect(bodyOf(all)).toEqual({
      ...{ subject: 'Doors', text: 'At six.', texts: { de: { subject: 'Einlass', text: 'Um sechs.' } } },
      ...{ sections: ['A'], ticketTypeIds: ['tt_1'] },
    });
  });

  it('says whom it reaches and how far it has come', () => {
    expect(audienceWords({ people: 0, languages: {} })).toMatch(/Nobody/);
    expect(audienceWords({ people: 1_203, languages: { en: 1_100, de: 103 } })).toBe(
      '1,203 people: 1,100 read English, 103 read German.',
    );
    const message = { state: 'sending', people: 10, progress: { waiting: 6, sent: 3, skipped: 1, failed: 0 } };
    expect(progressWords(message as BuyerMessageShape)).toBe('3 of 10 sent, 6 waiting; 1 had no ticket any more.');
    expect(progressWords({ ...message, progress: null } as BuyerMessageShape)).toBe('Sent to 10 people.');
  });
});
