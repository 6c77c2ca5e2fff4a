import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PagesService } from '../../platform/pages/pages.service.js';

/**
 * The panel. Its page holds nothing that is secret: what it shows it asks for, signed in. Its own addresses all give the
 * same page, and the panel says itself when one leads nowhere.
 */
@ApiExcludeController()
@Controller('admin')
export class AdminPageController {
  constructor(private readonly pages: PagesService) {}

  /** The fan's sale page inside the form of a sale, which tells it what to show. */
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
