import { Controller, Get, Header, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FanLanguage } from '../../contract/languages.js';
import { Config } from '../../platform/config/config.js';
import { Cacheable, HotDoor, SharedByLanguage } from '../../platform/http/route-config.js';
import { pageLanguageOf } from '../../platform/http/language.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PagesService } from '../../platform/pages/pages.service.js';
import { isListed, shapeOf } from '../catalogue/sale-view.rules.js';
import { SalesService } from '../sales.service.js';
import { isPlain, SalePages } from './sale-pages.service.js';
import { PlainJoin } from './plain/plain-join.service.js';
import { PlainLine } from './plain/plain-line.service.js';
import { plainPath } from './plain/plain-sale.view.rules.js';
import { html } from '../../platform/pages/html.js';

const HTML = 'text/html; charset=utf-8';
const languageOf = ({ headers }: FastifyRequest): FanLanguage => pageLanguageOf(headers['accept-language']);

/** The fan's pages. Each embeds the data of its first paint, so that it shows correct content before any request. */
@ApiExcludeController()
@Controller()
export class PagesController {
  private readonly demo: boolean;

  constructor(
    private readonly sales: SalesService,
    private readonly salePages: SalePages,
    private readonly joins: PlainJoin,
    private readonly places: PlainLine,
    private readonly pages: PagesService,
    config: Config,
  ) {
    this.demo = config.mode === 'demo';
  }

  @Get()
  @HotDoor()
  @SharedByLanguage()
  @Header('content-type', HTML)
  async home(@Req() request: FastifyRequest): Promise<string> {
    const listed = (await this.sales.liveSales()).filter(isListed);
    const sales = listed.map((view) => shapeOf(view, new Map(), this.demo));
    const links = listed.map(({ slug, name }) => html`<li><a href="${plainPath(slug)}">${name}</a></li>`);
    const plain = { address: null, body: html`<h1>Ropeline</h1><ul>${links}</ul>` };
    const data = { page: 'home', sales, demo: this.demo };
    return await this.pages.paint({ title: 'On sale', path: '/', language: languageOf(request), data, plain });
  }

  @Get('verify')
  @HotDoor()
  @SharedByLanguage()
  @Header('content-type', HTML)
  async verify(@Req() request: FastifyRequest): Promise<string> {
    const data = { page: 'verify', demo: this.demo };
    return await this.pages.paint({ title: 'Verify a draw', path: '/verify', language: languageOf(request), data });
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
    const view = isPlain(request) ? await this.salePages.published(slug) : null;
    return view
      ? await this.joins.sale(view, request, reply)
      : await this.salePages.shell('sale', slug, request, reply);
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
    const view = isPlain(request) ? await this.salePages.published(slug) : null;
    return view
      ? await this.places.show(view, request, reply)
      : await this.salePages.shell('line', slug, request, reply);
  }
}
