import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type SealedColumn, sealedColumns } from './sealed-columns.rules.js';
import { SealedRowsRepository } from './sealed-rows.repository.js';

const PAGE = 200;

/**
 * Re-encrypts values from the previous secret to the new one, so that the previous can be retired. Repeats while both
 * are set, because nodes not yet replaced still seal with the old one.
 */
@Injectable()
export class ResealTask extends PeriodicTask {
  override readonly name = 'reseal';
  override readonly everyMs = 60_000;
  private readonly log = new Logger('Secrets');
  private isDone = false;

  constructor(
    private readonly rows: SealedRowsRepository,
    private readonly tokens: Tokens,
    private readonly config: Config,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    if (this.config.previousSecret === null) return;
    let changed = 0;
    for (const column of sealedColumns) changed += await this.resealAll(column, signal);
    if (signal.aborted || (changed === 0 && this.isDone)) return;
    this.isDone = true;
    this.log.log(`${changed} values resealed; tokens and links of the previous secret stay valid while it is set`);
  }

  private async resealAll(column: SealedColumn, signal: AbortSignal): Promise<number> {
    let changed = 0;
    for (let after = ''; !signal.aborted; ) {
      const page = await this.rows.page(column, after, PAGE);
      for (const row of page) {
        const sealed = this.tokens.reseal(column.purpose, row.sealed);
        if (sealed === null) continue;
        await this.rows.replace(column, row, sealed);
        changed += 1;
      }
      if (page.length < PAGE) break;
      after = page[page.length - 1]?.key ?? '';
    }
    return changed;
  }
}
