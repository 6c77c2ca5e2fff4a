import { Controller, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OrderLinkShape } from '../../../contract/orders/ticket-shapes.js';
import { bearerOf } from '../../../platform/http/bearer.js';
import { Answers, AnswersFile, AnswersNothing } from '../../../platform/openapi/answers.js';
import { ProblemError } from '../../../platform/problem/problem.js';
import { unlessRefused } from '../../checkout.errors.js';
import { OrderCredentialsReader } from '../order-credentials.js';
import { OrderPapers } from './order-papers.service.js';
import { languageOf } from '../../../platform/http/language.js';
import { type FanLanguage, fanLanguages } from '../../../contract/languages.js';

class PaperQuery {
  /** Defaults to the first supported language of `Accept-Language`. */
  @IsOptional()
  @IsIn(fanLanguages)
  language?: FanLanguage;
}

/** A buyer's documents and access: PDF tickets, calendar entry, cookie instead of token, link for another device. */
@ApiTags('orders')
@ApiSecurity('order')
@Controller('v1/orders/:id')
export class OrderPapersController {
  constructor(
    private readonly papers: OrderPapers,
    private readonly credentials: OrderCredentialsReader,
  ) {}

  @Get('tickets.pdf')
  @Header('content-type', 'application/pdf')
  @ApiOperation({ summary: 'The tickets of a paid order, to print: three to a sheet' })
  @AnswersFile('application/pdf')
  async sheet(
    @Param('id') id: string,
    @Query() query: PaperQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { paper } = unlessRefused(
      await this.papers.sheet(id, this.credentials.of(request), languageFor(query, request)),
    );
    void reply.header('content-disposition', `inline; filename="tickets-${id}.pdf"`);
    return paper;
  }

  @Get('calendar.ics')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @ApiOperation({ summary: 'The show of a paid order as a calendar entry' })
  @AnswersFile('text/calendar')
  async calendar(
    @Param('id') id: string,
    @Query() query: PaperQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { paper } = unlessRefused(
      await this.papers.calendar(id, this.credentials.of(request), languageFor(query, request)),
    );
    void reply.header('content-disposition', `attachment; filename="show-${id}.ics"`);
    return paper;
  }

  @Post('access')
  @HttpCode(204)
  @ApiOperation({ summary: 'Exchange the access token for a cookie that is sent to this order only' })
  @AnswersNothing()
  async keepAccess(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = bearerOf(request, 'Order');
    if (token === null || !(await this.papers.opens(id, token))) throw new ProblemError('NOT_FOUND');
    this.credentials.keep(reply, id, token);
  }

  @Post('link')
  @HttpCode(200)
  @ApiOperation({ summary: 'The link that shows these tickets on another device' })
  @Answers(200, OrderLinkShape)
  async link(@Param('id') id: string, @Req() request: FastifyRequest): Promise<OrderLinkShape> {
    return { url: unlessRefused(await this.papers.link(id, this.credentials.of(request))).paper };
  }
}

const languageFor = (query: PaperQuery, request: FastifyRequest): FanLanguage =>
  query.language ?? languageOf(request.headers['accept-language']);
