import type { BuyerMessageShape, MessageAudienceShape } from '../../../src/contract/buyer-message-shapes.js';
import { count, people } from '../control/words.js';

export interface MessageDraft {
  subject: string;
  text: string;
  german: { subject: string; text: string };
  ticketTypeIds: string[];
  sections: string[];
}
export const emptyMessage: MessageDraft = {
  ...{ subject: '', text: '', german: { subject: '', text: '' } },
  ...{ ticketTypeIds: [], sections: [] },
};

const isWritten = ({ subject, text }: { subject: string; text: string }): boolean =>
  subject.trim() !== '' && text.trim() !== '';

/** Returns why it cannot be sent yet; null when it can. */
export function missingIn({ subject, text, german }: MessageDraft): string | null {
  if (!isWritten({ subject, text })) return 'A message needs a subject and a text.';
  if (!isWritten(german) && (german.subject.trim() !== '' || german.text.trim() !== ''))
    return 'The German variant needs both, too; or leave it empty.';
  return null;
}

export function bodyOf({ subject, text, german, ticketTypeIds, sections }: MessageDraft): Record<string, unknown> {
  return {
    ...{ subject: subject.trim(), text: text.trim() },
    ...(isWritten(german) && { texts: { de: { subject: german.subject.trim(), text: german.text.trim() } } }),
    ...(ticketTypeIds.length > 0 && { ticketTypeIds }),
    ...(sections.length > 0 && { sections }),
  };
}

/** "1,203 people: 1,100 read English, 103 German." */
export function audienceWords({ people: all, languages }: Pick<MessageAudienceShape, 'people' | 'languages'>): string {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const parts = Object.entries(languages).map(([language, n]) => `${count(n)} read ${names.of(language) ?? language}`);
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
