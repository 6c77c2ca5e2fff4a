import { BoundedMap } from '../../platform/cache/bounded-map.js';

/** A page's figures and countdowns are at most this old before the browser corrects them. */
const MAX_AGE_MS = 2_000;
/** Pages by sale and language, some 20 kB each. */
const MAX_PAGES = 500;

interface Composed {
  untilMs: number;
  html: Promise<string>;
}

/** Composed pages: rendered once for many readers, and again after two seconds or a change. */
export class ComposedPages {
  private readonly pages = new BoundedMap<string, Composed>(MAX_PAGES);

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  async get(key: string, compose: () => Promise<string>): Promise<string> {
    const present = this.pages.get(key);
    if (present && this.nowMs() < present.untilMs) return await present.html;
    const made = { untilMs: this.nowMs() + MAX_AGE_MS, html: compose() };
    this.pages.set(key, made);
    made.html.catch(() => {
      // a failure is not kept; a page composed since is
      if (this.pages.get(key) === made) this.pages.delete(key);
    });
    return await made.html;
  }

  /** Drops all pages, because what they show has changed. */
  clear(): void {
    this.pages.clear();
  }
}
