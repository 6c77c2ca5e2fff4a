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

  @Get(['', '*'])
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('x-robots-tag', 'noindex, nofollow')
  page(): string {
    return this.pages.render('admin', { title: 'Ropeline', data: {} });
  }
}
