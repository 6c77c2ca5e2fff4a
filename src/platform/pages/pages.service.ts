import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import type { Language } from '../http/language.js';
import { escapeHtml, Html, html } from './html.js';

type App = 'fan' | 'admin';
/** dist/web, seen in tests from src/platform/pages (where web/ itself is the source) and from dist/src/platform/pages. */
const WEB_ROOTS = ['../../../dist/web/', '../../../web/'];

/** JSON that may stand inside a script element: no `<` can end it. */
const jsonInHtml = (data: unknown): string => JSON.stringify(data).replace(/</g, '\\u003c');

export interface PageHead {
  title: string;
  description?: string;
  /** More for the head: what link previews read. */
  extra?: Html;
  /** What the page needs for its first paint; read by it from #ropeline-data. */
  data: Record<string, unknown>;
  /** Where a browser without JavaScript goes on, and what it shows until then; left out where nothing works without. */
  plain?: { address: string | null; body: Html };
}

/** A page that needs no script. */
export interface PlainPage {
  language: Language;
  title: string;
  body: Html;
  /** Loads itself, or another address, again after this long. */
  refresh?: { seconds: number; address?: string } | null;
}

const NEEDS_SCRIPT = html`<h1>This page needs JavaScript</h1>
<p>What it shows is worked out in your own browser, and JavaScript is switched off.</p>
<p lang="de">Diese Seite braucht JavaScript: Was sie zeigt, rechnet Ihr eigener Browser aus.</p>
<p><a href="/">Ropeline</a></p>`;

/** Fills the built shells of the fan's and the promoter's pages. */
@Injectable()
export class PagesService {
  private readonly shells = new Map<App, string>();
  private readonly files = new Map<App, ReadonlyMap<string, string[]>>();

  /** A whole HTML document. Throws when the web part was not built. */
  render(app: App, page: PageHead): string {
    const head = `<title>${escapeHtml(page.title)}</title>${page.description === undefined ? '' : `<meta name="description" content="${escapeHtml(page.description)}">`}`;
    const { plain } = page;
    const onward =
      plain?.address && html`<noscript><meta http-equiv="refresh" content="0; url=${plain.address}" /></noscript>`;
    const early = this.filesOf(app, page.data['page']).map(earlyTag).join('');
    const data = `<script type="application/json" id="ropeline-data">${jsonInHtml(page.data)}</script>`;
    // functions, not strings: a `$&` in somebody's text must not be read as a pattern
    return this.shell(app)
      .replace('<!--ropeline:head-->', () => head + (page.extra?.markup ?? '') + early + (onward ? onward.markup : ''))
      .replace('<!--ropeline:data-->', () => data)
      .replace('<!--ropeline:plain-->', () => (plain?.body ?? NEEDS_SCRIPT).markup);
  }

  /** A whole HTML document that works without JavaScript, in the fan's styles. */
  renderPlain({ language, title, body, refresh }: PlainPage): string {
    const again = refresh && (refresh.address === undefined ? '' : `; url=${refresh.address}`);
    return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8" /><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="color-scheme" content="light dark" />
<meta name="referrer" content="same-origin" />${refresh ? html`<meta http-equiv="refresh" content="${refresh.seconds}${again ?? ''}" />` : null}
${this.stylesOf('fan')}</head><body><main class="plain">${body}</main></body></html>`.markup;
  }

  /** Links to the built stylesheets of an app, whose names carry a hash. */
  private stylesOf(app: App): Html {
    return new Html([...this.shell(app).matchAll(/<link[^>]*rel="stylesheet"[^>]*>/g)].map(([link]) => link).join(''));
  }

  /** What the page's own file needs besides the shell's, as the build told: asked for at once, not one after the other. */
  private filesOf(app: App, page: unknown): string[] {
    const told = this.files.get(app) ?? readFiles(app, this.shell(app));
    this.files.set(app, told);
    return typeof page === 'string' ? (told.get(page) ?? []) : [];
  }

  private shell(app: App): string {
    const present = this.shells.get(app);
    if (present !== undefined) return present;
    const shell = readFileSync(fileURLToPath(new URL(`${webRoot()}${app}/index.html`, import.meta.url)), 'utf8');
    this.shells.set(app, shell);
    return shell;
  }
}

const earlyTag = (file: string): string =>
  file.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="${file}">`
    : `<link rel="modulepreload" crossorigin href="${file}">`;

/** By page, without what the shell names already. Nothing is known of an app that was built without such a list. */
function readFiles(app: App, shell: string): ReadonlyMap<string, string[]> {
  const list = new URL(`${webRoot()}${app}/pages.json`, import.meta.url);
  if (!existsSync(list)) return new Map();
  const told = JSON.parse(readFileSync(list, 'utf8')) as Record<string, { files: string[] }>;
  const address = (file: string): string => `/assets/${app}/${file}`;
  const missing = (files: string[]): string[] => files.map(address).filter((file) => !shell.includes(file));
  return new Map(Object.entries(told).map(([page, { files }]) => [page, missing(files)]));
}

function webRoot(): string {
  const found = WEB_ROOTS.find((root) => {
    try {
      readFileSync(fileURLToPath(new URL(`${root}fan/index.html`, import.meta.url)));
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('the web pages are not built: npm run build:web');
  return found;
}

/** The folder with the built assets of both apps. */
export function webFolder(): string | null {
  try {
    return fileURLToPath(new URL(webRoot(), import.meta.url));
  } catch {
    return null;
  }
}
