import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { TicketPapers } from '../tickets.types.js';
import { ticketSheet } from './ticket-sheet.js';

/** Sheets queued at most; further ones are refused, because each takes tens of milliseconds of CPU. */
const MAX_WAITING = 20;

/** Renders PDF tickets sequentially, so that a burst of requests does not stall the rest of the node. */
@Injectable()
export class TicketPaper {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly config: Config) {}

  /** @returns null if too many sheets are queued */
  async sheet(papers: TicketPapers): Promise<Buffer | null> {
    if (this.waiting >= MAX_WAITING) return null;
    this.waiting += 1;
    const made = this.last.then(async () => {
      await new Promise((resolve) => setImmediate(resolve)); // yields to the event loop between sheets
      return await ticketSheet(papers, this.config.mode === 'demo');
    });
    this.last = made.catch(() => undefined);
    return await made.finally(() => {
      this.waiting -= 1;
    });
  }
}
