import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { call, Refusal } from '../../net/api.js';
import type { SaleBody } from './open-draft.js';
import { isSameBody } from './same-draft.js';

/** Answer of `GET sales/{id}/input`. */
export interface SavedDraft {
  version: string;
  input: SaleBody;
}

/** Bodies whose answer was lost that are remembered: one of them may be what is saved. */
const MOST_LOST = 8;

/**
 * Saves one draft, one call after the other, each with the version that the one before left: a save that is overtaken by
 * typing still ends, or the next one would meet it as somebody else's. Once somebody else's save was met, nothing is
 * saved until a person has decided: by `saveOver` or by `readAgain`.
 */
export class DraftSaver {
  private last: Promise<unknown> = Promise.resolve();
  private lost: SaleBody[] = [];
  private behind: boolean;

  /** @param version that the next save replaces; null if it is not known, as if somebody else's save was met */
  constructor(
    private readonly saleId: string,
    private version: string | null,
  ) {
    this.behind = version === null;
  }

  /** Version that the next save replaces; null once somebody else's save was met. */
  get basedOn(): string | null {
    return this.behind ? null : this.version;
  }

  /** Somebody else's save was met. */
  get isBehind(): boolean {
    return this.behind;
  }

  async save(body: SaleBody): Promise<StaffSaleShape> {
    return await this.inTurn(async () => {
      if (this.behind) throw elsewhere();
      if (this.lost.length > 0) await this.catchUp();
      return await this.send(body);
    });
  }

  /** Replaces what is there at this moment, whoever saved it. */
  async saveOver(body: SaleBody): Promise<StaffSaleShape> {
    return await this.inTurn(async () => {
      this.version = (await this.read()).version;
      this.lost = [];
      return await this.send(body);
    });
  }

  /** The form starts again from what is saved. */
  async readAgain(): Promise<SavedDraft> {
    return await this.inTurn(async () => {
      const saved = await this.read();
      this.settle(saved.version);
      return saved;
    });
  }

  private async send(body: SaleBody, isAgain = false): Promise<StaffSaleShape> {
    try {
      const sale = await call<StaffSaleShape>('PUT', `sales/${this.saleId}`, { ...body, version: this.version });
      this.settle(sale.version);
      return sale;
    } catch (error) {
      if (error instanceof Refusal && error.isUnknown) this.lost = [...this.lost, body].slice(-MOST_LOST);
      if (!(error instanceof Refusal) || error.code !== 'VERSION_CONFLICT') throw error;
      if (isAgain || this.lost.length === 0) {
        this.behind = true;
        throw error;
      }
    }
    // a save whose answer was lost may have arrived only now
    await this.catchUp();
    return await this.send(body, true);
  }

  /** After a lost answer, goes on from what is saved if nobody else saved it. */
  private async catchUp(): Promise<void> {
    const { version, input } = await this.read();
    if (version === this.version) return;
    if (!this.lost.some((sent) => isSameBody(sent, input))) {
      this.behind = true;
      throw elsewhere();
    }
    this.version = version;
  }

  private settle(version: string): void {
    this.version = version;
    this.behind = false;
    this.lost = [];
  }

  private async read(): Promise<SavedDraft> {
    return await call<SavedDraft>('GET', `sales/${this.saleId}/input`);
  }

  private async inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.last.then(act);
    this.last = turn.catch(() => undefined);
    return await turn;
  }
}

const elsewhere = (): Refusal =>
  new Refusal(409, {
    ...{ type: 'about:blank', status: 409, code: 'VERSION_CONFLICT' },
    ...{ title: 'Somebody changed this meanwhile.', detail: 'This draft was saved elsewhere meanwhile.' },
  });
