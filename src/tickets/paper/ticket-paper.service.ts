import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { TicketPapers } from '../tickets.types.js';
import { ticketSheet } from './ticket-sheet.js';

/** Sheets waiting to be made; more are refused, for each takes this node tens of milliseconds of computing. */
const MAX_WAITING = 20;

/** Makes PDF tickets, one after the other, so that a crowd at this door does not stop the rest of the node. */
@Injectable()
export class TicketPaper {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly config: Config) {}

  /** @returns null when too many are being asked for at once */
  async sheet(papers: TicketPapers): Promise<Buffer | null> {
    if (this.waiting >= MAX_WAITING) return null;
    this.waiting += 1;
    const made = this.last.then(async () => {
      await new Promise((resolve) => setImmediate(resolve)); // others get a turn between two sheets
      return await ticketSheet(papers, this.config.mode === 'demo');
    });
    this.last = made.catch(() => undefined);
    return await made.finally(() => {
      this.waiting -= 1;
    });
  }
}
