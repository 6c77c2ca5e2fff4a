import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import type { FanLanguage } from '../../contract/languages.js';

/** Relative to src/platform/pages in tests and to dist/src/platform/pages. */
const FILES = ['../../../dist/first-paint/first-paint.cjs', '../../../first-paint/first-paint.cjs'];

export interface Painted {
  html: string;
  language: string;
  direction: string;
}

/** What web/fan/server/first-paint.tsx exports. */
interface Painter {
  prepare(): Promise<void>;
  paint(path: string, data: Record<string, unknown>, language: string): Painted;
}

/** Renders the fan's pages with the browser's own components. Without the built file, pages start empty. */
export class FirstPaint {
  private readonly log = new Logger('FirstPaint');
  private loading: Promise<Painter | null> | null = null;
  private painter: Painter | null = null;

  async load(): Promise<void> {
    this.loading ??= loadPainter().catch((error: unknown) => {
      this.log.error(`pages start empty, because their first paint cannot be loaded: ${String(error)}`);
      return null;
    });
    this.painter = await this.loading;
  }

  /** Returns null if nothing is loaded yet or the page cannot be rendered: the browser then draws it. */
  of(path: string, data: Record<string, unknown>, language: FanLanguage): Painted | null {
    try {
      return this.painter?.paint(path, data, language) ?? null;
    } catch (error) {
      this.log.warn(`${path} has no first paint: ${String(error)}`);
      return null;
    }
  }
}

async function loadPainter(): Promise<Painter | null> {
  const file = FILES.map((name) => fileURLToPath(new URL(name, import.meta.url))).find((path) => existsSync(path));
  if (file === undefined) return null;
  const painter = createRequire(import.meta.url)(file) as Painter;
  await painter.prepare();
  return painter;
}
