import { withTimes } from '../../contract/notice.js';
import type { ShowShape } from '../../contract/shapes.js';
import { type DocumentLanguage, documentWords } from '../document-words.rules.js';
import { showTime } from '../formats.rules.js';
import { line, mailButton, mailNote, mailPage, type MailText } from './mail-text.rules.js';

/** A message by staff to somebody who has tickets. */
export interface MessageContent {
  language: DocumentLanguage;
  /** Name of the reader. */
  name: string;
  subject: string;
  /** May have several lines, and times as in notices. */
  text: string;
  show: ShowShape;
  /** Grants access to the order or ticket to anyone who has it. */
  link: string;
}

interface MessageWords {
  hello: (name: string) => string;
  open: string;
  why: (show: string) => string;
}
const all: Record<DocumentLanguage, MessageWords> = {
  en: {
    hello: (name) => `Hello ${name},`,
    open: 'Open your tickets',
    why: (show) =>
      `You get this mail because you have a ticket for ${show}. Keep the link to yourself: whoever has it has your tickets.`,
  },
  de: {
    hello: (name) => `Guten Tag ${name},`,
    open: 'Tickets öffnen',
    why: (show) =>
      `Sie erhalten diese E-Mail, weil Sie ein Ticket für ${show} haben. Geben Sie den Link nicht weiter: Wer ihn hat, hat Ihre Tickets.`,
  },
};

/** Renders a message as plain text and HTML; times are said in the venue's zone, since a mail knows no other. */
export function messageText(content: MessageContent, escapeHtml: (text: string) => string): MailText {
  const { language, show, link } = content;
  const words = all[language];
  const { locale } = documentWords(language);
  const said = (at: string): string => timeIn(at, show.timeZone, locale);
  const paragraphs = withTimes(content.text, said)
    .split(/\n{2,}/)
    .map((part) => part.split('\n').map(line).filter(Boolean));
  const hello = words.hello(line(content.name));
  const facts = [line(show.name), showTime(show, locale), line(show.venue)];
  const why = words.why(line(show.name));
  const body = paragraphs.map((lines) => lines.join('\n'));
  const text = [hello, ...body, facts.join('\n'), `${words.open}: ${link}`, why].join('\n\n');
  const html = mailPage(language, [
    `<p>${escapeHtml(hello)}</p>`,
    ...paragraphs.map((lines) => `<p>${lines.map(escapeHtml).join('<br>')}</p>`),
    `<p>${facts.map(escapeHtml).join('<br>')}</p>`,
    mailButton(words.open, link, escapeHtml),
    mailNote(why, escapeHtml),
  ]);
  return { subject: line(withTimes(content.subject, said)), text: `${text}\n`, html };
}

function timeIn(at: string, timeZone: string, locale: string): string {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  const zone = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return `${new Intl.DateTimeFormat(locale, format).format(new Date(at))} (${zone})`;
}
