import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pageOf, PlainBrowser, type PlainPage } from './plain-browser.js';

export const hasTextBrowser = spawnSync('w3m', ['-version']).status === 0;
const COOKIES = ['-o', 'use_cookie=1', '-o', 'accept_cookie=1'];
const WITHIN_MS = 15_000;

/** The same fan in a real text browser: w3m keeps cookies, submits forms and follows redirects. */
export class TextBrowser extends PlainBrowser {
  private constructor(
    origin: string,
    private readonly home: string,
  ) {
    super(origin);
  }

  static async start(origin: string): Promise<TextBrowser> {
    return new TextBrowser(origin, await mkdtemp(path.join(tmpdir(), 'ropeline-w3m-')));
  }

  override async open(address: string, { method, body }: RequestInit = {}): Promise<PlainPage> {
    const sent = path.join(this.home, 'form');
    const isForm = method?.toLowerCase() === 'post' && body instanceof URLSearchParams;
    if (isForm) await writeFile(sent, body.toString());
    const url = new URL(address, this.origin).href;
    const { stdout } = await promisify(execFile)(
      'w3m',
      [...COOKIES, ...(isForm ? ['-post', sent] : []), '-dump_extra', url],
      { env: { ...process.env, HOME: this.home }, timeout: WITHIN_MS, maxBuffer: 4_000_000 },
    );
    const at = /^W3m-current-url: (.*)$/m.exec(stdout)?.[1] ?? url;
    const status = Number(/^HTTP\/1\.1 (\d+)/m.exec(stdout)?.[1] ?? 0);
    const text = stdout.slice(stdout.indexOf('\n\n') + 2);
    return pageOf(status, new URL(at), text);
  }

  async close(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}
