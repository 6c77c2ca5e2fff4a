import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { call, Refusal } from '../../net/api.js';

/**
 * Saves one draft, one call after the other, each with the version that the one before left: a save that is overtaken by
 * typing still ends, or the next one would meet it as somebody else's.
 */
export class DraftSaver {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly saleId: string,
    private version: string | undefined,
  ) {}

  /** Version that the next save replaces; undefined for whichever is there. */
  get basedOn(): string | undefined {
    return this.version;
  }

  /** The next save replaces what is there, whoever saved it. */
  replaceAnyway(): void {
    this.version = undefined;
  }

  /** The form starts again from this version. */
  readAgain(version: string | undefined): void {
    this.version = version;
  }

  async save(body: object): Promise<StaffSaleShape> {
    const turn = this.last.then(async () => await this.send(body));
    this.last = turn.catch(() => undefined);
    return await turn;
  }

  private async send(body: object): Promise<StaffSaleShape> {
    try {
      const sale = await call<StaffSaleShape>('PUT', `sales/${this.saleId}`, { ...body, version: this.version });
      this.version = sale.version;
      return sale;
    } catch (error) {
      // it may have been saved: the next save would otherwise meet this one
      if (error instanceof Refusal && error.isUnknown) this.version = undefined;
      throw error;
    }
  }
}
