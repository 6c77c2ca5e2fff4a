import type { ShowShape } from '../../contract/sale/sale-shapes.js';
import { moneyText, showTime } from '../formats.rules.js';
import { line } from './mail-line.rules.js';
import { brandOf, type MailSender, sellerLine } from './mail-sender.rules.js';
import type { ToldKind } from './mails.repository.js';
import { brandedMailPage, mailButton, mailHeading, mailLook, mailNote } from '../../platform/mail/mail-page.rules.js';
import type { FanLanguage } from '../../contract/languages.js';
import { wordsIn } from '../../words/all.js';
import type { ServerWords } from '../../words/en.server.js';
import { itemPhrase } from '../../words/seat-phrase.js';

export interface MailContent extends MailSender {
  kind: ToldKind;
  language: FanLanguage;
  buyerName: string;
  show: ShowShape;
  /** Id of the order, or of the ticket if the recipient did not buy it. */
  id: string;
  /** Labels of the order's tickets. */
  labels: readonly string[];
  /** null if the recipient did not buy it. */
  total: { amount: number; currency: string } | null;
  refunded: { amount: number; currency: string };
  /** Another shop sold it and holds the money. */
  isPartners: boolean;
  /** Name of the ticket's giver, or of its new holder. */
  otherName: string;
  /** Grants access to the order or ticket to anyone who has it. */
  link: string;
}
export interface MailText {
  subject: string;
  text: string;
  html: string;
}

/** Renders a mail as plain text and HTML. @param escapeHtml makes a text safe inside an element or attribute */
export function mailText(content: MailContent, escapeHtml: (text: string) => string): MailText {
  const { kind, language, show, total, refunded, labels, link } = content;
  const { locale, direction, inside, server, seller } = wordsIn(language);
  const brand = brandOf(content, show.name, link);
  const words = server.mail;
  const open = total === null ? words.openTicket : words.open;
  const money = (value: { amount: number; currency: string }): string => moneyText(value, locale);
  const hello = words.hello(line(content.buyerName));
  const lead =
    kind === 'canceled' && content.isPartners
      ? words.canceledElsewhere
      : leadOf(kind, words.lead, { refunded: money(refunded), other: line(content.otherName) });
  const facts = [
    line(show.name),
    showTime(show, locale),
    line(show.venue),
    ...counted(labels.map((label) => line(itemPhrase(label, inside)))),
  ];
  const number = total === null ? content.id : `${inside.order.number} ${content.id} · ${money(total)}`;
  // whose tickets another shop sold asks there, and the promoter is not their seller
  const sells = content.isPartners ? null : sellerLine(content, seller.title);
  const end = [number, sells].filter((each) => each !== null);
  const text = [hello, lead, facts.join('\n'), `${open}: ${link}`, words.keep, ...end].join('\n\n');
  const subject = words.subject[kind](line(show.name));
  const look = mailLook(brand);
  const parts = [
    mailHeading(subject, escapeHtml),
    ...[hello, lead].map((each) => `<p>${escapeHtml(each)}</p>`),
    stub(facts.map(escapeHtml), look.colour),
    mailButton(open, link, escapeHtml, look),
    ...[words.keep, ...end].map((each) => mailNote(each, escapeHtml)),
  ];
  return { subject, text: `${text}\n`, html: brandedMailPage({ language, direction }, brand, parts, escapeHtml) };
}

/** Tickets without a seat of their own are told by their number. */
function counted(labels: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => (count > 1 ? `${count} × ${label}` : label));
}

/** The show, and what was bought, between two tear lines. @param facts safe as HTML, the name first */
const stub = ([name, ...facts]: readonly string[], colour: string): string =>
  `<p style="margin:20px 0;padding:16px 0;border-top:2px dashed ${colour};border-bottom:2px dashed #E4DBD2">${[`<strong style="font-size:18px">${name}</strong>`, ...facts].join('<br>')}</p>`;

/** Kinds whose first sentence names a sum or a person take it as their argument. */
function leadOf(
  kind: ToldKind,
  lead: ServerWords['mail']['lead'],
  { refunded, other }: { refunded: string; other: string },
): string {
  switch (kind) {
    case 'refunded':
      return lead.refunded(refunded);
    case 'transferred':
    case 'passed_on':
      return lead[kind](other);
    case 'paid':
    case 'resent':
    case 'canceled':
    case 'voided':
      return lead[kind];
  }
}
