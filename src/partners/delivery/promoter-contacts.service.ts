import { Injectable } from '@nestjs/common';

/** Addresses to mail about the promoter's own endpoints; admin registers the source. */
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
