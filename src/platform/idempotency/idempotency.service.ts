import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ProblemError } from '../problem/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';

export type IdempotencyStart =
  | { kind: 'fresh' }
  | { kind: 'replay'; resultId: string }
  | { kind: 'mismatch' }
  /** The first call has not ended yet, or ended without recording a result. */
  | { kind: 'running' };

/**
 * Records the result in the caller's own transaction, so that no crash parts the change from its key. Throws, and so
 * rolls back, if another call has taken the abandoned key over and recorded a result.
 */
export type KeepResult = (tx: Pick<PrismaService, '$executeRaw'>, resultId: string) => Promise<void>;

/** After this long without a sign of life an unfinished call is presumed dead with its node and may be retried. */
const ABANDONED_AFTER_SECONDS = 60;
const SIGN_OF_LIFE_MS = 20_000;

/** Serializes a value to canonical JSON: independent of key order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** SHA-256 of a body in canonical form, base64url: compares bodies without storing them. */
export function bodyHash(body: unknown): string {
  return hash('sha256', canonical(body), 'base64url');
}

/** Idempotency keys of staff and partner calls, kept for at least 24 h. `scope` names route and principal. */
@Injectable()
export class IdempotencyService {
  constructor(private readonly prisma: PrismaService) {}

  async begin(scope: string, key: string, hash: string): Promise<IdempotencyStart> {
    const rows = await this.prisma.$queryRaw<{ fresh: boolean; bodyHash: string; resultId: string | null }[]>`
      WITH mine AS (
        INSERT INTO idempotent_call (scope, key, body_hash) VALUES (${scope}, ${key}, ${hash})
        ON CONFLICT (scope, key) DO UPDATE SET created_at = now()
          WHERE idempotent_call.result_id IS NULL AND idempotent_call.body_hash = excluded.body_hash
            AND idempotent_call.created_at < now() - make_interval(secs => ${ABANDONED_AFTER_SECONDS})
        RETURNING body_hash, result_id)
      SELECT true AS fresh, body_hash AS "bodyHash", result_id AS "resultId" FROM mine
      UNION ALL
      SELECT false, body_hash, result_id FROM idempotent_call WHERE scope = ${scope} AND key = ${key} AND NOT EXISTS (SELECT FROM mine)`;
    const [row] = rows;
    if (!row || row.fresh) return row ? { kind: 'fresh' } : { kind: 'running' };
    if (row.bodyHash !== hash) return { kind: 'mismatch' };
    return row.resultId === null ? { kind: 'running' } : { kind: 'replay', resultId: row.resultId };
  }

  /**
   * Creates a resource once per key: later calls with the same key and body get its id, and a refused call may be
   * retried. Without a key, each call creates its own.
   */
  async once(
    call: { scope: string; key: string | null; hash: string },
    make: (keep: KeepResult) => Promise<string>,
  ): Promise<string> {
    const { scope, key, hash: digest } = call;
    if (key === null) return await make(async () => undefined);
    const start = await this.begin(scope, key, digest);
    if (start.kind === 'replay') return start.resultId;
    if (start.kind === 'mismatch') throw new ProblemError('IDEMPOTENCY_MISMATCH');
    if (start.kind === 'running') throw new ProblemError('IDEMPOTENCY_IN_PROGRESS');
    const kept: { id: string | null } = { id: null };
    const life = setInterval(() => void this.renew(scope, key), SIGN_OF_LIFE_MS);
    try {
      const id = await make(async (tx, resultId) => {
        await keepIn(tx, scope, key, resultId);
        kept.id = resultId;
      });
      if (kept.id === null) await this.finish(scope, key, id);
      return id;
    } catch (error) {
      if (error instanceof ProblemError) await this.forget(scope, key, kept.id);
      throw error;
    } finally {
      clearInterval(life);
    }
  }

  /** Leaves the result of a call that has taken the key over. */
  async finish(scope: string, key: string, resultId: string): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE idempotent_call SET result_id = ${resultId} WHERE scope = ${scope} AND key = ${key} AND result_id IS NULL`;
  }

  /** Shows that the call still runs, so that a repeat waits for it. A missed one is made up for by the next. */
  private async renew(scope: string, key: string): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE idempotent_call SET created_at = now() WHERE scope = ${scope} AND key = ${key} AND result_id IS NULL`.catch(
      () => undefined,
    );
  }

  /**
   * Releases the key of a call that was refused and changed nothing, so that it can be reused.
   * @param resultId the result that the call had recorded before it was refused
   */
  async forget(scope: string, key: string, resultId: string | null = null): Promise<void> {
    await this.prisma.$executeRaw`
      DELETE FROM idempotent_call WHERE scope = ${scope} AND key = ${key} AND (result_id IS NULL OR result_id = ${resultId})`;
  }
}

async function keepIn(
  tx: Pick<PrismaService, '$executeRaw'>,
  scope: string,
  key: string,
  resultId: string,
): Promise<void> {
  const kept = await tx.$executeRaw`
    UPDATE idempotent_call SET result_id = ${resultId} WHERE scope = ${scope} AND key = ${key} AND result_id IS NULL`;
  if (kept === 0) throw new ProblemError('IDEMPOTENCY_IN_PROGRESS');
}
