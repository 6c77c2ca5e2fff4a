import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Config } from '../../platform/config/config.js';
import { escapeHtml } from '../../platform/pages/html.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Mailer } from '../../platform/mail/mailer.service.js';

const FILE = /^[0-9TZ.-]{20,30}-mail-\d{1,19}\.eml$/;

/** Shows the mails of a demo, which are not sent. Not available in production. */
@ApiExcludeController()
@Controller('demo/mail')
export class DemoMailsController {
  constructor(
    private readonly mailer: Mailer,
    private readonly config: Config,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async list(): Promise<string> {
    const files = await this.files();
    const items = files.map((name) => `<li><a href="/demo/mail/${escapeHtml(name)}">${escapeHtml(name)}</a></li>`);
    const body = items.length > 0 ? `<ul>${items.join('')}</ul>` : '<p>No mail yet. Buy a ticket.</p>';
    return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mails of the demo</title><h1>Mails of the demo</h1>${body}</html>`;
  }

  @Get(':file')
  @Header('content-type', 'text/plain; charset=utf-8')
  async read(@Param('file') file: string): Promise<string> {
    if (!FILE.test(file) || !(await this.files()).includes(file)) throw new ProblemError('NOT_FOUND');
    return await readFile(join(this.mailer.folder, file), 'utf8');
  }

  /** Returns file names, newest first. */
  private async files(): Promise<string[]> {
    if (this.config.mode !== 'demo') throw new ProblemError('NOT_FOUND');
    const names = await readdir(this.mailer.folder).catch(() => [] as string[]);
    return names
      .filter((name) => FILE.test(name))
      .sort()
      .reverse();
  }
}
