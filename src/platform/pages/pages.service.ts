import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';

type App = 'fan' | 'admin';
/** dist/web, seen in tests from src/platform/pages (where web/ itself is the source) and from dist/src/platform/pages. */
const WEB_ROOTS = ['../../../dist/web/', '../../../web/'];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
/** JSON that may stand inside a script element: no `<` can end it. */
const jsonInHtml = (data: unknown): string => JSON.stringify(data).replace(/</g, '\\u003c');

export interface PageHead {
  title: string;
  description?: string;
  /** What the page needs for its first paint; read by it from #ropeline-data. */
  data: Record<string, unknown>;
}

/** Fills the built shells of the fan's and the promoter's pages. */
@Injectable()
export class PagesService {
  private readonly shells = new Map<App, string>();
  private readonly files = new Map<App, ReadonlyMap<string, string[]>>();

  /** A whole HTML document. Throws when the web part was not built. */
  render(app: App, page: PageHead): string {
    const head = `<title>${escapeHtml(page.title)}</title>${page.description === undefined ? '' : `<meta name="description" content="${escapeHtml(page.description)}">`}`;
    const early = this.filesOf(app, page.data['page']).map(earlyTag).join('');
    const data = `<script type="application/json" id="ropeline-data">${jsonInHtml(page.data)}</script>`;
    // functions, not strings: a `$&` in somebody's text must not be read as a pattern
    return this.shell(app)
      .replace('<!--ropeline:head-->', () => head + early)
      .replace('<!--ropeline:data-->', () => data);
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
