import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Config } from '../../platform/config/config.js';
import { PagesService } from '../../platform/pages/pages.service.js';

/** The page of an order: the same shell for every id; the page itself shows the access token and reads the order. */
@ApiExcludeController()
@Controller('orders')
export class OrderPageController {
  private readonly demo: boolean;

  constructor(
    private readonly pages: PagesService,
    config: Config,
  ) {
    this.demo = config.mode === 'demo';
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return this.pages.render('fan', { title: 'Your order', data: { page: 'order', demo: this.demo } });
  }
}
