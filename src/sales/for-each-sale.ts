import type { Logger } from '@nestjs/common';
import type { SaleView } from './sales.types.js';

/** Sales worked on at the same time: their work waits for the stores, not for the processor. */
const AT_ONCE = 20;

/** Runs one piece of work for every sale; the failure of one is told and does not keep the others from theirs. */
export async function forEachSale(
  views: readonly SaleView[],
  signal: AbortSignal,
  log: Logger,
  work: (view: SaleView) => Promise<void>,
): Promise<void> {
  const waiting = [...views];
  const worker = async (): Promise<void> => {
    for (let view = waiting.shift(); view && !signal.aborted; view = waiting.shift()) {
      const { slug } = view;
      await work(view).catch((error: unknown) =>
        log.debug(`${slug}: ${error instanceof Error ? error.message : String(error)}`),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, views.length) }, worker));
}
