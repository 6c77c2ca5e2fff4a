import type { BuyerMessageShape, MessageAudienceShape } from '../../../src/contract/orders/buyer-message-shapes.js';
import { count, people } from '../control/figures/words.js';
import { languageName } from '../ui/languages.js';

export interface MailText {
  subject: string;
  text: string;
}
export interface MessageDraft extends MailText {
  /** Translations; empty ones are not sent. */
  texts: Record<string, MailText>;
  ticketTypeIds: string[];
  sections: string[];
}
export const emptyText: MailText = { subject: '', text: '' };
export const emptyMessage: MessageDraft = { ...emptyText, texts: {}, ticketTypeIds: [], sections: [] };

const trimmed = ({ subject, text }: MailText): MailText => ({ subject: subject.trim(), text: text.trim() });
const isWritten = (mail: MailText): boolean => Object.values(trimmed(mail)).every((part) => part !== '');
const isEmpty = (mail: MailText): boolean => Object.values(trimmed(mail)).every((part) => part === '');

/** Returns why it cannot be sent yet; null when it can. */
export function missingIn(draft: MessageDraft): string | null {
  if (!isWritten(draft)) return 'A message needs a subject and a text.';
  const [half] = Object.entries(draft.texts).find(([, mail]) => !isWritten(mail) && !isEmpty(mail)) ?? [];
  return half === undefined ? null : `${languageName(half)} needs both, too; or leave it empty.`;
}

export function bodyOf(draft: MessageDraft): Record<string, unknown> {
  const { texts, ticketTypeIds, sections } = draft;
  const written = Object.entries(texts).filter(([, mail]) => isWritten(mail));
  return {
    ...trimmed(draft),
    ...(written.length > 0 && {
      texts: Object.fromEntries(written.map(([language, mail]) => [language, trimmed(mail)])),
    }),
    ...(ticketTypeIds.length > 0 && { ticketTypeIds }),
    ...(sections.length > 0 && { sections }),
  };
}

/** "1,203 people: 1,100 read English, 103 German." */
export function audienceWords({ people: all, languages }: Pick<MessageAudienceShape, 'people' | 'languages'>): string {
  const parts = Object.entries(languages).map(([language, n]) => `${count(n)} read ${languageName(language)}`);
  return parts.length === 0 ? 'Nobody has such a ticket.' : `${people(all)}: ${parts.join(', ')}.`;
}

/** How far a message has come. */
export function progressWords({ state, progress, people: all }: BuyerMessageShape): string {
  if (progress === null) return `Sent to ${people(all)}.`;
  const { waiting, sent, skipped, failed } = progress;
  const rest = [
    failed > 0 ? `${count(failed)} could not be delivered` : '',
    skipped > 0 ? `${count(skipped)} had no ticket any more` : '',
  ].filter(Boolean);
  const done =
    state === 'sent' ? `${count(sent)} sent` : `${count(sent)} of ${count(all)} sent, ${count(waiting)} waiting`;
  return `${[done, ...rest].join('; ')}.`;
}
