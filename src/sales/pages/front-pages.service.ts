import { Injectable } from '@nestjs/common';
import type { FanLanguage } from '../../contract/languages.js';
import { Config } from '../../platform/config/config.js';
import { html } from '../../platform/pages/html.js';
import { PagesService } from '../../platform/pages/pages.service.js';
import { isListed, shapeOf } from '../catalogue/sale-view.rules.js';
import { wordsIn } from '../../words/all.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import { ComposedPages } from './composed-pages.js';
import { plainPath } from './plain/plain-sale.view.rules.js';

/** The pages of no single sale, composed once for all readers of a language whatever their query. */
@Injectable()
export class FrontPages {
  private readonly demo: boolean;
  private readonly composed = new ComposedPages();

  constructor(
    private readonly sales: SaleCache,
    private readonly pages: PagesService,
    config: Config,
  ) {
    this.demo = config.mode === 'demo';
    sales.onChange(() => this.composed.clear());
  }

  async home(language: FanLanguage): Promise<string> {
    return await this.composed.get(`${language} home`, async () => {
      const listed = (await this.sales.live()).filter(isListed);
      const sales = listed.map((view) => shapeOf(view, new Map(), this.demo));
      const links = listed.map(({ slug, name }) => html`<li><a href="${plainPath(slug)}">${name}</a></li>`);
      const plain = { address: null, body: html`<h1>Ropeline</h1><ul>${links}</ul>` };
      const data = { page: 'home', sales, demo: this.demo };
      return await this.pages.paint({ title: wordsIn(language).home.title, path: '/', language, data, plain });
    });
  }

  /** A page without content, which a browser's script fills wherever it is shown. */
  offline(): string {
    return this.pages.render('fan', { title: 'Ropeline', data: { page: 'offline', demo: this.demo } });
  }

  async verify(language: FanLanguage): Promise<string> {
    const data = { page: 'verify', demo: this.demo };
    const { inside, server } = wordsIn(language);
    const { title } = inside.verify;
    const body = html`<h1>${title}</h1><p>${server.plain.needsScript}</p>`;
    return await this.composed.get(
      `${language} verify`,
      async () => await this.pages.paint({ title, path: '/verify', language, data, plain: { address: null, body } }),
    );
  }
}
