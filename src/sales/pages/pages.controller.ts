import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Snapshot } from '../../contract/shapes.js';
import { Config } from '../../platform/config/config.js';
import { HotDoor, SharedAnswer } from '../../platform/http/route-config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PagesService } from '../../platform/pages/pages.service.js';
import { isListed, shapeOf } from '../catalogue/sale-view.rules.js';
import { SalesService } from '../sales.service.js';
import { SnapshotBoard } from '../snapshot/snapshot-board.js';

const HTML = 'text/html; charset=utf-8';
type SalePage = 'sale' | 'line' | 'shop';

/** The fan's pages. Each carries what its first paint needs, so that the page shows something true before any request. */
@ApiExcludeController()
@Controller()
export class PagesController {
  private readonly demo: boolean;

  constructor(
    private readonly sales: SalesService,
    private readonly board: SnapshotBoard,
    private readonly pages: PagesService,
    config: Config,
  ) {
    this.demo = config.mode === 'demo';
  }

  @Get()
  @HotDoor()
  @SharedAnswer()
  @Header('content-type', HTML)
  async home(): Promise<string> {
    const listed = (await this.sales.liveSales()).filter(isListed);
    const sales = listed.map((view) => shapeOf(view, new Map(), this.demo));
    return this.pages.render('fan', { title: 'On sale', data: { page: 'home', sales, demo: this.demo } });
  }

  @Get('verify')
  @HotDoor()
  @SharedAnswer()
  @Header('content-type', HTML)
  verify(): string {
    return this.pages.render('fan', { title: 'Verify a draw', data: { page: 'verify', demo: this.demo } });
  }

  @Get('s/:slug')
  @HotDoor()
  @SharedAnswer()
  @Header('content-type', HTML)
  async sale(@Param('slug') slug: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return await this.salePage('sale', slug, reply);
  }

  @Get('s/:slug/line')
  @HotDoor()
  @SharedAnswer()
  @Header('content-type', HTML)
  async line(@Param('slug') slug: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return await this.salePage('line', slug, reply);
  }

  @Get('s/:slug/shop')
  @HotDoor()
  @SharedAnswer()
  @Header('content-type', HTML)
  async shop(@Param('slug') slug: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return await this.salePage('shop', slug, reply);
  }

  private async salePage(page: SalePage, slug: string, reply: FastifyReply): Promise<string> {
    const view = await this.sales.saleBySlug(slug);
    if (!view || view.state === 'draft') {
      if (slug !== slug.toLowerCase()) throw new ProblemError('NOT_FOUND'); // answered with the right spelling
      void reply.status(404);
      return this.pages.render('fan', { title: 'Not found', data: { page: 'missing', demo: this.demo } });
    }
    const { text } = await this.board.current(view);
    const snapshot = JSON.parse(text) as Snapshot;
    const data = { page, slug, sale: shapeOf(view, new Map(), this.demo), snapshot, demo: this.demo };
    return this.pages.render('fan', { title: view.name, description: `${view.show.name}, ${view.show.venue}`, data });
  }
}
