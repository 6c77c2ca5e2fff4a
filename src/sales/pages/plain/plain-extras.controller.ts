import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FormDoor, HotDoor } from '../../../platform/http/route-config.js';
import { ProblemError } from '../../../platform/problem/problem.js';
import type { SaleView } from '../../sales.types.js';
import { SalePages } from '../sale-pages.service.js';
import { PlainExtras } from './plain-extras.service.js';
import { ExtrasForm } from './plain-input.types.js';

/** What else can be done with a place, for browsers without JavaScript. */
@ApiExcludeController()
@Controller('s/:slug/line')
export class PlainExtrasController {
  constructor(
    private readonly pages: SalePages,
    private readonly extras: PlainExtras,
  ) {}

  @Post('more')
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async more(
    @Param('slug') slug: string,
    @Body() form: ExtrasForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.extras.act(await this.published(slug), form, request, reply);
  }

  @Get('receipt')
  @HotDoor()
  async receipt(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.extras.receipt(await this.published(slug), request, reply);
  }

  private async published(slug: string): Promise<SaleView> {
    const view = await this.pages.published(slug);
    if (!view) throw new ProblemError('NOT_FOUND');
    return view;
  }
}
