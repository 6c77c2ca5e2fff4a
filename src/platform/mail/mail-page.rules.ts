import { accentOn } from '../../contract/sale/accent.js';

/** The HTML of mails: plain first, one column, styles in place, because mail programs drop style sheets. */
type Escape = (text: string) => string;

interface Reader {
  language: string;
  direction: 'ltr' | 'rtl';
}

/** What a promoter's own look puts on a mail; whatever is null keeps ours. */
export interface MailBrand {
  /** As chosen; shown as far as it is legible on white. */
  accent: string | null;
  /** Absolute address. Where pictures are not shown, its text stands for it. */
  logoUrl: string | null;
  /** The seller, else the show. */
  name: string;
  /** Heads the mail of a promoter with a look but without a logo that mails can show. */
  title: string | null;
}

interface MailLook {
  colour: string;
  on: string;
}

const OURS: MailLook = { colour: '#8C1D40', on: '#FFFFFF' };

/** Mails are shown on light ground only, as their head says. */
export const mailLook = (brand: MailBrand | null): MailLook => (brand?.accent ? accentOn(brand.accent, 'light') : OURS);

const titleOf = ({ title }: MailBrand, escapeHtml: Escape): string | null =>
  title && `<p style="margin:0 0 16px;font-weight:600">${escapeHtml(title)}</p>`;

const logoOf = ({ logoUrl, name }: MailBrand, escapeHtml: Escape): string | null =>
  logoUrl &&
  `<p style="margin:0 0 16px"><img src="${escapeHtml(logoUrl)}" alt="${escapeHtml(name)}" height="40" style="height:40px;max-width:100%;border:0;font-weight:600"></p>`;

/** A mail in the promoter's look. */
export const brandedMailPage = (
  reader: Reader,
  brand: MailBrand,
  parts: readonly string[],
  escapeHtml: Escape,
): string =>
  mailPage(
    reader,
    [logoOf(brand, escapeHtml) ?? titleOf(brand, escapeHtml) ?? '', ...parts].filter(Boolean),
    mailLook(brand),
  );

export const mailPage = ({ language, direction }: Reader, parts: readonly string[], { colour } = OURS): string =>
  [
    `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light only"></head><body style="margin:0;padding:24px 12px;background:#FBF7F2;color:#221A24;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">`,
    `<div style="max-width:36em;margin:0 auto;padding:24px;background:#FFFFFF;border:1px solid #E4DBD2;border-top:4px solid ${colour};border-radius:12px;overflow-wrap:anywhere">`,
    ...parts,
    '</div></body></html>',
  ].join('\n');

export const mailHeading = (text: string, escapeHtml: Escape): string =>
  `<h1 style="margin:0 0 12px;font-size:22px;line-height:1.25">${escapeHtml(text)}</h1>`;

export const mailParagraph = (text: string, escapeHtml: Escape): string => `<p>${escapeHtml(text)}</p>`;

export const mailButton = (label: string, link: string, escapeHtml: Escape, { colour, on } = OURS): string =>
  `<p style="margin:20px 0"><a href="${escapeHtml(link)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${colour};color:${on};font-weight:600;text-decoration:none">${escapeHtml(label)}</a></p>`;

/** A code to type, as it is told, in its order of digits in every direction of writing. */
export const mailCode = (code: string, escapeHtml: Escape): string =>
  `<p dir="ltr" style="margin:16px 0;padding:12px 16px;border-radius:8px;background:#F6EEDB;text-align:center;font:600 28px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.08em">${escapeHtml(code)}</p>`;

export const mailNote = (text: string, escapeHtml: Escape): string =>
  `<p style="color:#665C69;font-size:14px">${escapeHtml(text)}</p>`;

/** A way out at the foot of a mail. */
export const mailLink = (label: string, link: string, escapeHtml: Escape): string =>
  `<p style="color:#665C69;font-size:14px"><a href="${escapeHtml(link)}" style="color:#665C69">${escapeHtml(label)}</a></p>`;

const LINK = /https?:\/\/[^\s<>"']+/g;

/** A paragraph whose addresses can be pressed, and whose lines stay lines. */
export function mailLinked(text: string, escapeHtml: Escape): string {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: link, index } of text.matchAll(LINK)) {
    const shown = escapeHtml(link);
    parts.push(escapeHtml(text.slice(from, index)), `<a href="${shown}" style="color:#8C1D40">${shown}</a>`);
    from = index + link.length;
  }
  return `<p>${[...parts, escapeHtml(text.slice(from))].join('').replaceAll('\n', '<br>')}</p>`;
}
