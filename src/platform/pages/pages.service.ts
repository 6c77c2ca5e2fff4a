import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { FanLanguage } from '../../contract/languages.js';
import { compressPage } from '../http/page-compression.js';
import { FirstPaint, type Painted } from './first-paint.js';
import { escapeHtml, Html, html } from './html.js';

type App = 'fan' | 'admin';
/**
 * dist/web, relative to src/platform/pages in tests (where web/ itself is the source) and to dist/src/platform/pages.
 */
const WEB_ROOTS = ['../../../dist/web/', '../../../web/'];

/** As built; its name carries a hash. */
const CONTRAST = /^contrast-[\w-]+\.css$/;
const PLAIN = /^plain-[\w-]+\.css$/;

/** Serializes JSON for a script element: without `<`, nothing can end the element. */
const jsonInHtml = (data: unknown): string => JSON.stringify(data).replace(/</g, '\\u003c');

export interface PageHead {
  title: string;
  description?: string;
  /** Additional head markup for link previews. */
  extra?: Html;
  /** Data for the first paint; the page reads it from #ropeline-data. */
  data: Record<string, unknown>;
  /** Where a browser without JavaScript continues, and what it shows until then; omitted if nothing works without. */
  plain?: { address: string | null; body: Html };
}

/** A page of the fan's, of which the server renders the first paint. */
export interface FanPage extends PageHead {
  path: string;
  language: FanLanguage;
}

/** A page that needs no JavaScript. */
export interface PlainPage {
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  body: Html;
  /** Reloads the page, or loads another address, after this many seconds. */
  refresh?: { seconds: number; address?: string } | null;
}

/** Fallback without JavaScript for the panel. */
const NEEDS_SCRIPT = html`<h1>This page needs JavaScript</h1><p><a href="/">Ropeline</a></p>`;

/** Pages that cannot be drawn before the second part of their words is there. */
const INSIDE: ReadonlySet<unknown> = new Set(['shop', 'order', 'verify']);

/** What a page needs before its first paint, so that nothing is asked for only after a script has run. */
interface BuiltFiles {
  pages: ReadonlyMap<string, string[]>;
  words: ReadonlyMap<string, { words?: string; inside?: string }>;
}

/** Fills the built page shells of the fan's and the promoter's apps. */
@Injectable()
export class PagesService implements OnApplicationBootstrap {
  private readonly shells = new Map<App, string>();
  private readonly files = new Map<App, BuiltFiles>();

  private readonly firstPaint = new FirstPaint();
  /** Read once, and not before a page needs them: a node that shows none may have no built pages. */
  private plainStyles: Html | null = null;

  /** Loads the first paint before the first request, which would wait for it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.firstPaint.load();
  }

  /**
   * Renders a fan's page as everybody sees it first, in the reader's language.
   * @param options.compress false for a page with one reader: compressed pages are kept, and it would displace one of many
   */
  async paint(page: FanPage, { compress = true }: { compress?: boolean } = {}): Promise<string> {
    const html = this.render('fan', page, this.firstPaint.of(page.path, page.data, page.language));
    if (compress) await compressPage(html);
    return html;
  }

  /** Renders a complete HTML document. Throws if the web part was not built. */
  render(app: App, page: PageHead, painted: Painted | null = null): string {
    const head = `<title>${escapeHtml(page.title)}</title>${page.description === undefined ? '' : `<meta name="description" content="${escapeHtml(page.description)}">`}`;
    const { plain } = page;
    const onward =
      plain?.address && html`<noscript><meta http-equiv="refresh" content="0; url=${plain.address}" /></noscript>`;
    const early = this.filesOf(app, page.data['page'], painted?.language).map(earlyTag).join('');
    const data = `<script type="application/json" id="ropeline-data">${jsonInHtml(page.data)}</script>`;
    // functions, not strings: a `$&` in user text must not act as a replacement pattern
    const shell = this.shell(app);
    return (
      (painted ? withPaint(shell, painted) : shell)
        .replace('<!--ropeline:head-->', () => head + (page.extra?.markup ?? '') + (onward ? onward.markup : ''))
        // after the shell's own files: a browser asks in this order, six files at a time, and paints nothing before the styles
        .replace('</head>', () => `${early}</head>`)
        .replace('<!--ropeline:data-->', () => data)
        .replace('<!--ropeline:plain-->', () => (plain?.body ?? NEEDS_SCRIPT).markup)
    );
  }

  /** Renders a complete HTML document that works without JavaScript, in the fan's styles. */
  renderPlain({ language, direction, title, body, refresh }: PlainPage): string {
    this.plainStyles ??= new Html(styleOf('fan', PLAIN));
    const again = refresh && (refresh.address === undefined ? '' : `; url=${refresh.address}`);
    return html`<!doctype html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8" /><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="color-scheme" content="light dark" />
<meta name="referrer" content="same-origin" />${refresh ? html`<meta http-equiv="refresh" content="${refresh.seconds}${again ?? ''}" />` : null}
${this.stylesOf('fan')}${this.plainStyles}</head><body><main class="plain">${body}</main></body></html>`.markup;
  }

  /** Links to the built stylesheets of an app, whose names carry a hash. */
  private stylesOf(app: App): Html {
    return new Html([...this.shell(app).matchAll(/<link[^>]*rel="stylesheet"[^>]*>/g)].map(([link]) => link).join(''));
  }

  /** Returns the files that a page needs beyond the shell's, according to the build, so that they load in parallel. */
  private filesOf(app: App, page: unknown, language: string | undefined): string[] {
    const told = this.files.get(app) ?? readFiles(app, this.shell(app));
    this.files.set(app, told);
    const own = typeof page === 'string' ? told.pages.get(page) : undefined;
    if (own === undefined) return [];
    const { words, inside } = told.words.get(language ?? '') ?? {};
    const spoken = INSIDE.has(page) ? [words, inside] : [words];
    return [...own, ...spoken.filter((file) => file !== undefined)];
  }

  private shell(app: App): string {
    const present = this.shells.get(app);
    if (present !== undefined) return present;
    const shell = readFileSync(fileURLToPath(new URL(`${webRoot()}${app}/index.html`, import.meta.url)), 'utf8');
    const whole = shell.replace('</head>', () => `${contrastOf(app)}</head>`);
    this.shells.set(app, whole);
    return whole;
  }
}

const withPaint = (shell: string, { html: body, language, direction }: Painted): string =>
  shell
    .replace('<html lang="en">', () => `<html lang="${language}" dir="${direction}">`)
    .replace('<div id="app"></div>', () => `<div id="app">${body}</div>`);

/** Links to the styles of forced colours and higher contrast, which pages without JavaScript and the first paint need. */
function contrastOf(app: App): string {
  return styleOf(app, CONTRAST, ' media="(forced-colors: active), (prefers-contrast: more)"');
}

/** Links to a stylesheet that stands for itself in the build; empty where nothing was built. */
function styleOf(app: App, named: RegExp, media = ''): string {
  const file = readdirSync(new URL(`${webRoot()}${app}/`, import.meta.url)).find((name) => named.test(name));
  return file === undefined ? '' : `<link rel="stylesheet"${media} crossorigin href="/assets/${app}/${file}">`;
}

const earlyTag = (file: string): string =>
  file.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="${file}">`
    : `<link rel="modulepreload" crossorigin href="${file}">`;

/** Leaves out what the shell already references. Empty for an app built without such lists. */
function readFiles(app: App, shell: string): BuiltFiles {
  const address = (file: string): string => `/assets/${app}/${file}`;
  const missing = (files: string[]): string[] => files.map(address).filter((file) => !shell.includes(file));
  const pages = Object.entries(readList<{ files: string[] }>(app, 'pages.json')).map(
    ([page, { files }]) => [page, missing(files)] as const,
  );
  const words = Object.entries(readList<Record<string, string>>(app, 'words.json')).map(
    ([language, files]) =>
      [language, Object.fromEntries(Object.entries(files).map(([part, file]) => [part, address(file)]))] as const,
  );
  return { pages: new Map(pages), words: new Map(words) };
}

function readList<T>(app: App, name: string): Record<string, T> {
  const list = new URL(`${webRoot()}${app}/${name}`, import.meta.url);
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Record<string, T>) : {};
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

/** Returns the folder with the built assets of both apps. */
export function webFolder(): string | null {
  try {
    return fileURLToPath(new URL(webRoot(), import.meta.url));
  } catch {
    return null;
  }
}
