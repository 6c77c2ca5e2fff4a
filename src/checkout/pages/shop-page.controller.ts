import { Body, Controller, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FormDoor, HotDoor, SharedByLanguage } from '../../platform/http/route-config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { isPlain, SalePages } from '../../sales/pages/sale-pages.service.js';
import { ShopForm } from './plain-shop-input.types.js';
import { PlainShop } from './plain-shop.service.js';

/** Serves the shop page, and its forms for browsers without JavaScript. */
@ApiExcludeController()
@Controller('s/:slug/shop')
export class ShopPageController {
  constructor(
    private readonly pages: SalePages,
    private readonly shop: PlainShop,
  ) {}

  @Get()
  @HotDoor()
  @SharedByLanguage()
  @Header('content-type', 'text/html; charset=utf-8')
  async page(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const view = isPlain(request) ? await this.pages.published(slug) : null;
    return view ? await this.shop.show(view, request, reply) : await this.pages.shell('shop', slug, request, reply);
  }

  @Post()
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async act(
    @Param('slug') slug: string,
    @Body() form: ShopForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const view = await this.pages.published(slug);
    if (!view) throw new ProblemError('NOT_FOUND');
    return await this.shop.act(view, form, request, reply);
  }
}
