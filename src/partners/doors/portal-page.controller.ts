import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PagesService } from '../../platform/pages/pages.service.js';

/**
 * Serves the partner portal, part of the panel's app. The page contains no secrets: it fetches its data once
 * authenticated.
 */
@ApiExcludeController()
@Controller('partner')
export class PortalPageController {
  constructor(private readonly pages: PagesService) {}

  @Get(['', 'log'])
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('x-robots-tag', 'noindex, nofollow')
  page(): string {
    return this.pages.render('admin', { title: 'Partners · Ropeline', data: {} });
  }
}
