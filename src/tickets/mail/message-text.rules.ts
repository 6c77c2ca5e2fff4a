import { withTimes } from '../../contract/sale/notice.js';
import type { ShowShape } from '../../contract/sale/sale-shapes.js';
import { showTime } from '../formats.rules.js';
import { brandedMailPage, mailButton, mailLook, mailNote } from '../../platform/mail/mail-page.rules.js';
import { line } from './mail-line.rules.js';
import { brandOf, type MailSender, sellerLine } from './mail-sender.rules.js';
import type { MailText } from './mail-text.rules.js';
import type { FanLanguage } from '../../contract/languages.js';
import { wordsIn } from '../../words/all.js';

/** A message by staff to somebody who has tickets. */
export interface MessageContent extends MailSender {
  language: FanLanguage;
  /** Name of the reader. */
  name: string;
  subject: string;
  /** May have several lines, and times as in notices. */
  text: string;
  show: ShowShape;
  /** Grants access to the order or ticket to anyone who has it. */
  link: string;
}

/** Renders a message as plain text and HTML; times are said in the venue's zone, since a mail knows no other. */
export function messageText(content: MessageContent, escapeHtml: (text: string) => string): MailText {
  const { language, show, link } = content;
  const { locale, direction, server, seller } = wordsIn(language);
  const brand = brandOf(content, show.name, link);
  const words = server.mail;
  const { timeZone } = show;
  const said = (at: string): string => `${showTime({ startsAt: at, timeZone }, locale)} (${cityOf(timeZone)})`;
  const paragraphs = withTimes(content.text, said)
    .split(/\n{2,}/)
    .map((part) => part.split('\n').map(line).filter(Boolean));
  const hello = words.hello(line(content.name));
  const facts = [line(show.name), showTime(show, locale), line(show.venue)];
  const why = `${words.why(line(show.name))} ${words.keep}`;
  const body = paragraphs.map((lines) => lines.join('\n'));
  const end = [why, sellerLine(content, seller.title)].filter((each) => each !== null);
  const text = [hello, ...body, facts.join('\n'), `${words.openTickets}: ${link}`, ...end].join('\n\n');
  const parts = [
    `<p>${escapeHtml(hello)}</p>`,
    ...paragraphs.map((lines) => `<p>${lines.map(escapeHtml).join('<br>')}</p>`),
    `<p>${facts.map(escapeHtml).join('<br>')}</p>`,
    mailButton(words.openTickets, link, escapeHtml, mailLook(brand)),
    ...end.map((each) => mailNote(each, escapeHtml)),
  ];
  const html = brandedMailPage({ language, direction }, brand, parts, escapeHtml);
  return { subject: line(withTimes(content.subject, said)), text: `${text}\n`, html };
}

const cityOf = (timeZone: string): string => timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
