import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PagesService } from '../platform/pages/pages.service.js';

/** The page of an order: the same shell for every id; the page itself shows the access token and reads the order. */
@ApiExcludeController()
@Controller('orders')
export class OrderPageController {
  constructor(private readonly pages: PagesService) {}

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return this.pages.render('fan', { title: 'Your order', data: { page: 'order' } });
  }
}
