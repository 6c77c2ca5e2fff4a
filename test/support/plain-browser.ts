/**
 * A page in a browser without JavaScript, which keeps cookies, follows redirects, reads forms and links, and sends no
 * Origin (like lynx and w3m).
 */
export interface PlainPage {
  status: number;
  url: string;
  text: string;
  forms: PlainForm[];
  /** Target and delay in seconds of an automatic refresh. */
  refresh: { seconds: number; url: string } | null;
}
export interface PlainForm {
  action: string;
  method: string;
  fields: [string, string][];
  button: string;
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | null => {
  const match = new RegExp(`\\b${name}="([^"]*)"`).exec(tag);
  return match ? unescaped(match[1] ?? '') : null;
};

function formsOf(page: string): PlainForm[] {
  return [...page.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', body = '']) => ({
    action: attribute(head, 'action') ?? '',
    method: attribute(head, 'method') ?? 'get',
    fields: [...body.matchAll(/<input([^>]*)>|<select([^>]*)>(.*?)<\/select>/gs)].map(
      ([, input, select = '', options = '']): [string, string] => [
        attribute(input ?? select, 'name') ?? '',
        attribute(input ?? /<option[^>]* selected[^>]*>/.exec(options)?.[0] ?? options, 'value') ?? '',
      ],
    ),
    button: unescaped(/<button[^>]*>(.*?)<\/button>/s.exec(body)?.[1] ?? ''),
  }));
}

/** Parses an answer into what a person without JavaScript sees. */
export function pageOf(status: number, { pathname, search }: URL, text: string): PlainPage {
  const meta = /http-equiv="refresh" content="(\d+)(?:; url=([^"]*))?"/.exec(text);
  const refresh = meta && { seconds: Number(meta[1]), url: meta[2] ? unescaped(meta[2]) : pathname + search };
  return { status, url: pathname + search, text: unescaped(text), forms: formsOf(text), refresh };
}

export class PlainBrowser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  constructor(
    protected readonly origin: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  async open(path: string, init: RequestInit = {}, hops = 5): Promise<PlainPage> {
    const url = new URL(path, this.origin);
    const sent = { ...this.headers, cookie: this.cookiesFor(url.pathname), accept: 'text/html' };
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...sent, ...init.headers } });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    const onward = answer.headers.get('location');
    if (answer.status === 303 && onward !== null && hops > 0) return await this.open(onward, {}, hops - 1);
    const text = await answer.text();
    return pageOf(answer.status, url, text);
  }

  /** Submits a form by its button, with typed values for some fields. */
  async press(page: PlainPage, button: string, typed: Record<string, string> = {}): Promise<PlainPage> {
    const form = page.forms.find((each) => each.button.includes(button));
    if (!form) throw new Error(`no button ${button} on ${page.url}: ${page.text}`);
    const body = new URLSearchParams(
      form.fields.map(([name, value]): [string, string] => [name, typed[name] ?? value]),
    );
    return await this.open(form.action, { method: form.method, body });
  }

  private keep(line: string): void {
    const [pair = '', ...terms] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split('=');
    const path = terms.find((term) => term.startsWith('Path='))?.slice(5) ?? '/';
    this.cookies.set(`${name} ${path}`, { value, path });
  }

  private cookiesFor(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');
  }
}
