import { Injectable } from '@nestjs/common';

/** Whom of the promoter to mail about its own endpoints. The room that knows the team registers the source. */
@Injectable()
export class PromoterContacts {
  private source: () => Promise<string[]> = () => Promise.resolve([]);

  use(source: () => Promise<string[]>): void {
    this.source = source;
  }

  async addresses(): Promise<string[]> {
    return await this.source();
  }
}
