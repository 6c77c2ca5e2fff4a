import { Controller, Get, Header, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Cacheable, HotDoor, SharedByLanguage } from '../../platform/http/route-config.js';
import { languageOf } from '../../platform/http/language.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { SaleView } from '../sales.types.js';
import { FrontPages } from './front-pages.service.js';
import { isPlain, SalePages } from './sale-pages.service.js';
import { PlainJoin } from './plain/plain-join.service.js';
import { PlainLine } from './plain/plain-line.service.js';

const HTML = 'text/html; charset=utf-8';

/** The fan's pages. Each embeds the data of its first paint, so that it shows correct content before any request. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    private readonly front: FrontPages,
    private readonly salePages: SalePages,
    private readonly joins: PlainJoin,
    private readonly places: PlainLine,
  ) {}

  @Get()
  @HotDoor()
  @SharedByLanguage()
  @Header('content-type', HTML)
  async home(@Req() request: FastifyRequest): Promise<string> {
    return await this.front.home(languageOf(request.headers['accept-language']));
  }

  @Get('verify')
  @HotDoor()
  @SharedByLanguage()
  @Header('content-type', HTML)
  async verify(@Req() request: FastifyRequest): Promise<string> {
    return await this.front.verify(languageOf(request.headers['accept-language']));
  }

  /** What browsers keep, to show it at any address while nothing can be reached. */
  @Get('offline')
  @HotDoor()
  @SharedByLanguage()
  @Header('content-type', HTML)
  offline(): string {
    return this.front.offline();
  }

  @Get('s/:slug')
  @HotDoor()
  @SharedByLanguage()
  @Header('content-type', HTML)
  async sale(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const view = await this.plainView(slug, request);
    if (view) return await this.joins.sale(view, request, reply);
    return await this.salePages.shell('sale', slug, request, reply);
  }

  @Get('s/:slug/poster.png')
  @Cacheable('public, max-age=86400')
  @Header('content-type', 'image/png')
  async poster(@Param('slug') slug: string): Promise<StreamableFile> {
    const picture = await this.salePages.poster(slug);
    if (!picture) throw new ProblemError('NOT_FOUND');
    return new StreamableFile(picture, { type: 'image/png' });
  }

  @Get('s/:slug/line')
  @HotDoor()
  @SharedByLanguage()
  @Header('content-type', HTML)
  async line(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const view = await this.plainView(slug, request);
    if (view) return await this.places.show(view, request, reply);
    return await this.salePages.shell('line', slug, request, reply);
  }

  /** The sale for a browser that asks for pages without script; null: for the shell. */
  private async plainView(slug: string, request: FastifyRequest): Promise<SaleView | null> {
    return isPlain(request) ? await this.salePages.published(slug) : null;
  }
}
