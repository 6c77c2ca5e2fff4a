import type { NoticePlace } from '../../../../src/contract/sale/notice-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';

export interface NoticeDraft {
  text: string;
  /** Translations; empty ones are not sent. */
  texts: Record<string, string>;
  to: NoticePlace[];
}

export const placeWords: Record<NoticePlace, string> = {
  line: 'The line and the page of the sale',
  shop: 'The shop',
  checkout: 'The payment',
};
const everywhere = Object.keys(placeWords) as NoticePlace[];

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

export const draftOf = (notice: StaffSaleShape['notice']): NoticeDraft => ({
  text: notice?.text ?? '',
  texts: { ...notice?.texts },
  to: [...(notice?.to ?? everywhere)],
});

/** Returns the request body; a notice shown everywhere lists no places. */
export function bodyOf({ text, texts, to }: NoticeDraft): Record<string, unknown> {
  const written = Object.entries(texts)
    .map(([language, variant]) => [language, oneLine(variant)] as const)
    .filter(([, variant]) => variant !== '');
  return {
    text: oneLine(text),
    ...(written.length > 0 && { texts: Object.fromEntries(written) }),
    ...(to.length < everywhere.length && { to }),
  };
}

/** Appends a time token, which every fan sees in their own time zone. */
export const withToken = (text: string, at: number): string =>
  `${text}${text === '' || text.endsWith(' ') ? '' : ' '}{time:${new Date(at).toISOString().slice(0, 16)}Z}`;
