import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PagesService } from '../../platform/pages/pages.service.js';

/**
 * Serves the panel. The page contains no secrets: it fetches its data once signed in. All panel routes return the same
 * page, which handles unknown ones itself.
 */
@ApiExcludeController()
@Controller('admin')
export class AdminPageController {
  constructor(private readonly pages: PagesService) {}

  /** Preview of the fan's sale page, embedded in the sale form, which provides its content. */
  @Get('preview')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('x-robots-tag', 'noindex, nofollow')
  preview(): string {
    return this.pages.render('fan', { title: 'Preview', data: { page: 'preview' } });
  }

  @Get(['', '*'])
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('x-robots-tag', 'noindex, nofollow')
  page(): string {
    return this.pages.render('admin', { title: 'Ropeline', data: {} });
  }
}
