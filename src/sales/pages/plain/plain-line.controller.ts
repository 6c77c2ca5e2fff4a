import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FormDoor, HotDoor } from '../../../platform/http/route-config.js';
import { ProblemError } from '../../../platform/problem/problem.js';
import type { SaleView } from '../../sales.types.js';
import { SalePages } from '../sale-pages.service.js';
import { CodeForm, JoinForm, MailForm, PlaceForm, StepUpCodeForm, StepUpForm } from './plain-input.types.js';
import { PlainJoin } from './plain-join.service.js';
import { PlainLine } from './plain-line.service.js';
import { PlainStepUp } from './plain-step-up.service.js';

/** The line's forms for browsers without JavaScript. Their pages share the usual URLs, with `?plain`. */
@ApiExcludeController()
@Controller('s/:slug/line')
export class PlainLineController {
  constructor(
    private readonly pages: SalePages,
    private readonly joins: PlainJoin,
    private readonly line: PlainLine,
    private readonly stepUps: PlainStepUp,
  ) {}

  @Post()
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async join(
    @Param('slug') slug: string,
    @Body() form: JoinForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.joins.join(await this.published(slug), form, request, reply);
  }

  @Post('mail')
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async mail(
    @Param('slug') slug: string,
    @Body() form: MailForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.joins.mail(await this.published(slug), form, request, reply);
  }

  @Post('code')
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async code(
    @Param('slug') slug: string,
    @Body() form: CodeForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.joins.code(await this.published(slug), form, request, reply);
  }

  @Post('claim')
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async claim(
    @Param('slug') slug: string,
    @Body() { form }: PlaceForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.line.claim(await this.published(slug), form, request, reply);
  }

  @Post('leave')
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async leave(
    @Param('slug') slug: string,
    @Body() { form }: PlaceForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.line.leave(await this.published(slug), form, request, reply);
  }

  @Post('step-up')
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async stepUp(
    @Param('slug') slug: string,
    @Body() form: StepUpForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.stepUps.mail(await this.published(slug), form, request, reply);
  }

  @Post('step-up/code')
  @HttpCode(200)
  @HotDoor()
  @FormDoor()
  async stepUpCode(
    @Param('slug') slug: string,
    @Body() form: StepUpCodeForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return await this.stepUps.code(await this.published(slug), form, request, reply);
  }

  private async published(slug: string): Promise<SaleView> {
    const view = await this.pages.published(slug);
    if (!view) throw new ProblemError('NOT_FOUND');
    return view;
  }
}
