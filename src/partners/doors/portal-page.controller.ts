import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PagesService } from '../../platform/pages/pages.service.js';

/** The partners' portal: a part of the panel's app. Its page holds nothing that is secret: what it shows it asks for, by key. */
@ApiExcludeController()
@Controller('partner')
export class PortalPageController {
  constructor(private readonly pages: PagesService) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('x-robots-tag', 'noindex, nofollow')
  page(): string {
    return this.pages.render('admin', { title: 'Webhooks · Ropeline', data: {} });
  }
}
