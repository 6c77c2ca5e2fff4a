/** A page's countdowns are at most this old before the browser corrects them. */
const MAX_AGE_MS = 2_000;
/** Pages by sale and language, some 20 kB each. */
const MAX_PAGES = 500;

interface Composed {
  of: readonly unknown[];
  untilMs: number;
  html: Promise<string>;
}

/** Composed pages: rendered again when what they show has changed, not for each request. */
export class ComposedPages {
  private readonly pages = new Map<string, Composed>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** @param of what the page shows, compared by identity */
  async get(key: string, of: readonly unknown[], compose: () => Promise<string>): Promise<string> {
    const present = this.pages.get(key);
    const isSame = present?.of.length === of.length && present.of.every((each, index) => each === of[index]);
    if (present && isSame && this.nowMs() < present.untilMs) return await present.html;
    const oldest = this.pages.keys().next();
    if (this.pages.size >= MAX_PAGES && !this.pages.has(key) && !oldest.done) this.pages.delete(oldest.value);
    const html = compose();
    this.pages.set(key, { of, untilMs: this.nowMs() + MAX_AGE_MS, html });
    html.catch(() => this.pages.delete(key)); // a failure is not kept
    return await html;
  }
}
