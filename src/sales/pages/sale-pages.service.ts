import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Snapshot } from '../../contract/line/line-shapes.js';
import type { SaleChangeShape } from '../../contract/sale/sale-change-shapes.js';
import { Config } from '../../platform/config/config.js';
import { languageOf } from '../../platform/http/language.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PagesService } from '../../platform/pages/pages.service.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { shapeOf } from '../catalogue/sale-view.rules.js';
import type { SaleView } from '../sales.types.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import { SnapshotBoard } from '../snapshot/snapshot-board.js';
import { ComposedPages } from './composed-pages.js';
import { descriptionOf, linkPreview } from './link-preview.rules.js';
import { posterOf } from './poster.rules.js';
import { plainPath, salePath, shellNote } from './plain/plain-sale.view.rules.js';

export type SalePage = 'sale' | 'line' | 'shop';
/** Limit on cached posters, about 20 kB each. */
const POSTERS_MAX = 500;
const paths = { sale: '', line: '/line', shop: '/shop' } as const;

/** The pages of a sale, byte-identical for all browsers, with the data of the first paint. */
@Injectable()
export class SalePages {
  private readonly demo: boolean;
  private readonly publicUrl: string;
  /** Posters by slug, cached because drawing one takes about 30 ms. */
  private readonly posters = new BoundedMap<string, Buffer>(POSTERS_MAX);
  private readonly composed = new ComposedPages();

  constructor(
    private readonly sales: SaleCache,
    private readonly board: SnapshotBoard,
    private readonly pages: PagesService,
    config: Config,
  ) {
    this.demo = config.mode === 'demo';
    this.publicUrl = config.publicUrl.replace(/\/$/, '');
    sales.onChange(() => this.composed.clear());
  }

  /** Returns what was changed after publishing that affects fans, newest first. */
  async changesOf({ id }: SaleView): Promise<SaleChangeShape[]> {
    return await this.sales.changesOf(id);
  }

  async shell(page: SalePage, slug: string, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const view = await this.published(slug);
    if (!view) return this.missing(slug, reply);
    const language = languageOf(request.headers['accept-language']);
    return await this.composed.get(`${language} ${page} ${slug}`, async () => {
      const address = plainPath(slug, paths[page]);
      const snapshot = await this.snapshotOf(view);
      return await this.pages.paint({
        title: view.name === view.show.name ? view.name : `${view.show.name} · ${view.name}`,
        description: descriptionOf(view),
        extra: linkPreview(view, this.publicUrl),
        path: salePath(slug, paths[page]),
        language,
        data: { page, slug, sale: shapeOf(view, new Map(), this.demo), snapshot, demo: this.demo },
        plain: { address, body: shellNote(view, address, language) },
      });
    });
  }

  /** Returns the picture for link previews; null if the sale is not public. */
  async poster(slug: string): Promise<Buffer | null> {
    if (!(await this.published(slug))) return null;
    return this.posters.getOrMake(slug, () => posterOf(slug));
  }

  /** Returns the sale if it is public. */
  async published(slug: string): Promise<SaleView | null> {
    const view = await this.sales.bySlug(slug);
    return view && view.state !== 'draft' ? view : null;
  }

  async snapshotOf(view: SaleView): Promise<Snapshot> {
    return JSON.parse((await this.board.current(view)).text) as Snapshot;
  }

  private missing(slug: string, reply: FastifyReply): string {
    if (slug !== slug.toLowerCase()) throw new ProblemError('NOT_FOUND'); // answered with the correct spelling
    void reply.status(404);
    return this.pages.render('fan', { title: 'Not found', data: { page: 'missing', demo: this.demo } });
  }
}

/** Returns whether the request is for the page without JavaScript: `?plain`. */
export const isPlain = (request: { query: unknown }): boolean => 'plain' in (request.query as object);
