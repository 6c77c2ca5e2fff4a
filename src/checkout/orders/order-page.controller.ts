import { Body, Controller, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../platform/config/config.js';
import { languageOf } from '../../platform/http/language.js';
import { FormDoor, HotDoor } from '../../platform/http/route-config.js';
import { html } from '../../platform/pages/html.js';
import { PagesService } from '../../platform/pages/pages.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { wordsIn } from '../../words/all.js';
import { isPlain } from '../../sales/pages/sale-pages.service.js';
import { PlainOrder } from '../pages/plain-order.service.js';
import { OrderForm } from '../pages/plain-shop-input.types.js';
import { plainOrderPath } from '../pages/plain-order.view.rules.js';
import { idPattern } from '../../contract/ids.js';

const ORDER_ID = idPattern('ord');
const TICKET_ID = idPattern('tkt');
/** An order, or a ticket that was transferred to its reader. */
const isOwned = (id: string): boolean => ORDER_ID.test(id) || TICKET_ID.test(id);

/** Serves the order page: one shell for every id, whose script reads the order with the access token. */
@ApiExcludeController()
@Controller('orders')
export class OrderPageController {
  private readonly demo: boolean;

  constructor(
    private readonly pages: PagesService,
    private readonly plain: PlainOrder,
    config: Config,
  ) {
    this.demo = config.mode === 'demo';
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  async page(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const isOrder = isOwned(id);
    if (isOrder && isPlain(request)) return await this.plain.show(id, request, reply);
    const language = languageOf(request.headers['accept-language']);
    const { inside, server } = wordsIn(language);
    const page = {
      title: inside.order.number,
      path: `/orders/${id}`,
      language,
      data: { page: 'order', demo: this.demo },
    };
    if (!isOrder) return await this.pages.paint(page, { compress: false });
    const address = plainOrderPath(id);
    const body = html`<p><a href="${address}">${server.plain.noScript}</a></p>`;
    return await this.pages.paint({ ...page, plain: { address, body } }, { compress: false });
  }

  @Post(':id')
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async act(
    @Param('id') id: string,
    @Body() form: OrderForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!isOwned(id)) throw new ProblemError('NOT_FOUND');
    return await this.plain.act(id, form, request, reply);
  }
}
