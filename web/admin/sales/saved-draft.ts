import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { call } from '../net/api.js';

/** Saving replaces the whole draft, so it must have been read as it is now. */
export type SaveAnswer = { kind: 'saved'; sale: StaffSaleShape } | { kind: 'changed_elsewhere' };

/** The draft as the server has it, and as this page last read or wrote it. */
export class SavedDraft {
  private sent: string | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  /** @param basis of `basisOf`: what this page's form was filled with */
  constructor(
    private readonly saleId: string,
    private basis: string,
  ) {}

  get basedOn(): string {
    return this.basis;
  }

  /** Saves, unless another tab or another person saved it since; one save at a time. */
  async save(body: unknown, signal?: AbortSignal): Promise<SaveAnswer> {
    const saving = this.turn.then(async () => await this.saveNow(body, signal));
    this.turn = saving.catch(() => undefined);
    return await saving;
  }

  /** Takes what is saved now as read: the next save replaces it. */
  async replaceAnyway(): Promise<void> {
    this.basis = await this.stored();
  }

  private async saveNow(body: unknown, signal?: AbortSignal): Promise<SaveAnswer> {
    const stored = await this.stored(signal);
    // an earlier save of this page may have arrived although its answer did not
    if (stored !== this.basis && stored !== this.sent) return { kind: 'changed_elsewhere' };
    this.sent = basisOf(body);
    const sale = await call<StaffSaleShape>('PUT', `sales/${this.saleId}`, body, signal);
    this.basis = await this.stored();
    return { kind: 'saved', sale };
  }

  private async stored(signal?: AbortSignal): Promise<string> {
    return basisOf((await call<{ input: unknown }>('GET', `sales/${this.saleId}/input`, undefined, signal)).input);
  }
}

/** Comparable whatever the order of its keys. */
export const basisOf = (input: unknown): string =>
  JSON.stringify(input, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
