import { describe, expect, it } from '@jest/globals';
import { brandingBody, emptyLook, lookDraft, lookErrors, previewLook, sellerBody, shownAccents } from './look-draft.js';

const id = `pic_${'a'.repeat(64)}`;

describe('the look of a sale in its form', () => {
  it('is sent as null while nothing was typed', () => {
    expect([sellerBody(emptyLook), brandingBody(emptyLook)]).toEqual([null, null]);
    expect([...lookErrors(emptyLook)]).toEqual([]);
    expect(previewLook(emptyLook)).toEqual({ seller: null, branding: null });
  });

  it('opens what is stored, and sends it back as it was', () => {
    const seller = { name: 'Arena Ltd', address: null, email: 'help@arena.example', refundRule: null };
    const all = { ...seller, termsUrl: 'https://arena.example/terms', privacyUrl: null, helpUrl: null };
    const branding = { pictureId: id, logoId: null, accent: '#0055aa' };
    const draft = lookDraft(all, branding);
    expect([sellerBody(draft), brandingBody(draft)]).toEqual([all, branding]);
    expect(previewLook(draft).branding).toEqual({ pictureUrl: `/v1/pictures/${id}`, logoUrl: null, accent: '#0055aa' });
  });

  it('names each field that cannot be read', () => {
    const draft = lookDraft({ email: 'help', helpUrl: 'javascript:alert(1)' }, { accent: 'red' });
    expect([...lookErrors(draft)].map(([field]) => field)).toEqual([
      'seller.name',
      'seller.email',
      'seller.helpUrl',
      'branding.accent',
    ]);
  });

  it('says in which scheme an accent is corrected', () => {
    expect(shownAccents('#ffee00').map(({ scheme, accent }) => [scheme, accent.corrected])).toEqual([
      ['light', true],
      ['dark', false],
    ]);
    expect(shownAccents('yellow')).toEqual([]);
  });
});
