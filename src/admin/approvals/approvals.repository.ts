import { Injectable } from '@nestjs/common';
import type { ApprovalState, EffectShape } from '../../contract/staff/approval-shapes.js';
import { Prisma } from '../../generated/prisma/client.js';
import { type AuditEntry, auditOf } from '../../platform/audit/audit.sql.js';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { anyFree } from '../../platform/work/free-rows.sql.js';
import type { Foreseen } from './effects.service.js';
import type { Proposal } from './proposal.types.js';

type People = Foreseen['people'];

export interface ApprovalRow {
  id: string;
  kind: string;
  subject: string;
  proposal: Proposal;
  effect: EffectShape[];
  people: People;
  hash: string;
  reason: string | null;
  state: ApprovalState;
  askedBy: string;
  person: string | null;
  askedAt: Date;
  expiresAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  endedAt: Date | null;
  outcome: string | null;
  /** Times that it was begun: tells this lease from a later one. */
  tries: number;
}
export interface NewApproval {
  kind: string;
  subject: string;
  proposal: Proposal;
  effect: EffectShape[];
  people: People;
  hash: string;
  reason: string | null;
  askedBy: string;
  /** The member behind `askedBy`. */
  person: string;
}

const LIFE_MINUTES = 10;
const MAX_TRIES = 5;
/** Lease, renewed while the action runs: past it, the node that started the action is assumed dead. */
const STUCK_SECONDS = 60;
const stuck = Prisma.sql`tried_at < now() - make_interval(secs => ${STUCK_SECONDS})`;
const PAGE = 100;

/** Proposals. Each transition is one compare-and-set, so of two concurrent decisions only the first succeeds. */
@Injectable()
export class ApprovalsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Creates a proposal, or returns the open one for the same subject. */
  async ask(asked: NewApproval): Promise<ApprovalRow> {
    const { kind, subject, proposal, effect, people, hash, reason, askedBy, person } = asked;
    await this.expire();
    await this.prisma.$executeRaw`
      INSERT INTO approval (id, kind, subject, proposal, effect, people, hash, reason, asked_by, person, expires_at)
      VALUES (${newId('apr')}, ${kind}, ${subject}, ${JSON.stringify(proposal)}::jsonb, ${JSON.stringify(effect)}::jsonb,
        ${people && JSON.stringify(people)}::jsonb, ${hash}, ${reason}, ${askedBy}, ${person}, now() + make_interval(mins => ${LIFE_MINUTES}))
      ON CONFLICT (hash) WHERE state IN ('asked', 'approved') DO NOTHING`;
    const row = await this.prisma.approval.findFirstOrThrow({
      where: { hash, state: { in: ['asked', 'approved', 'done'] } },
      orderBy: { askedAt: 'desc' },
    });
    return rowOf(row);
  }

  async byId(id: string): Promise<ApprovalRow | null> {
    const row = await this.prisma.approval.findUnique({ where: { id } });
    return row && rowOf(row);
  }

  /** Returns open proposals first, then the most recent ones. */
  async list(): Promise<ApprovalRow[]> {
    const [open, ended] = await Promise.all([
      this.prisma.approval.findMany({
        where: { state: { in: ['asked', 'approved'] } },
        orderBy: { askedAt: 'asc' },
        take: PAGE,
      }),
      this.prisma.approval.findMany({
        where: { state: { notIn: ['asked', 'approved'] } },
        orderBy: { askedAt: 'desc' },
        take: PAGE,
      }),
    ]);
    return [...open, ...ended].map(rowOf);
  }

  /**
   * Approves on behalf of the member `decidedBy`, who must not be the person who asked. Returns false if it is no longer
   * open.
   * @param entry here and below: logged in the same statement
   */
  async approve(id: string, hash: string, decidedBy: string, entry: AuditEntry): Promise<boolean> {
    return await this.moved(
      Prisma.sql`state = 'approved', decided_by = ${decidedBy}, decided_at = now(), tries = 1, tried_at = now()`,
      Prisma.sql`id = ${id} AND hash = ${hash} AND state = 'asked' AND expires_at > now()
        AND asked_by <> ${decidedBy} AND person IS DISTINCT FROM ${decidedBy}`,
      entry,
    );
  }

  /** Ends a proposal that is not approved yet. Returns false if it is no longer open. */
  async end(
    id: string,
    to: 'refused' | 'withdrawn',
    by: { actor: string; note: string | null },
    entry: AuditEntry,
  ): Promise<boolean> {
    return await this.moved(
      Prisma.sql`state = ${to}, decided_by = ${by.actor}, decided_at = now(), ended_at = now(), outcome = ${by.note}`,
      Prisma.sql`id = ${id} AND state = 'asked'`,
      entry,
    );
  }

  /** Ends an open proposal whose premise has changed. */
  async outdate(id: string, outcome: string, entry: AuditEntry): Promise<boolean> {
    return await this.moved(
      Prisma.sql`state = 'outdated', ended_at = now(), outcome = ${outcome}`,
      Prisma.sql`id = ${id} AND state = 'asked'`,
      entry,
    );
  }

  /** Ends an approved proposal. Returns false if another node has ended it. */
  async finish(id: string, to: 'done' | 'failed' | 'outdated', outcome: string, entry: AuditEntry): Promise<boolean> {
    return await this.moved(
      Prisma.sql`state = ${to}, ended_at = now(), outcome = ${outcome}`,
      Prisma.sql`id = ${id} AND state = 'approved'`,
      entry,
    );
  }

  /** Renews the lease of an action that runs; another node's is left alone. */
  async renew({ id, tries }: Pick<ApprovalRow, 'id' | 'tries'>): Promise<void> {
    await this.prisma
      .$executeRaw`UPDATE approval SET tried_at = now() WHERE id = ${id} AND tries = ${tries} AND state = 'approved'`;
  }

  /** Expires proposals that were not decided in time. Returns how many. */
  async expire(): Promise<number> {
    return await this.prisma
      .$executeRaw`UPDATE approval SET state = 'expired', ended_at = now() WHERE state = 'asked' AND expires_at <= now()`;
  }

  /** Claims approved proposals whose node died before finishing; each goes to one caller. */
  async takeStuck(limit: number): Promise<ApprovalRow[]> {
    const taken = await this.prisma.$queryRaw<{ id: string }[]>`
      UPDATE approval SET tries = tries + 1, tried_at = now() WHERE id = ${anyFree({
        from: Prisma.sql`approval`,
        where: Prisma.sql`state = 'approved' AND tries < ${MAX_TRIES} AND ${stuck}`,
        orderBy: Prisma.sql`tried_at`,
        limit,
      })}
      RETURNING id`;
    await this.prisma.$executeRaw`
      UPDATE approval SET state = 'failed', ended_at = now(), outcome = 'It was begun five times and never ended: look before you ask again.'
       WHERE state = 'approved' AND tries >= ${MAX_TRIES} AND ${stuck}`;
    const rows = await this.prisma.approval.findMany({ where: { id: { in: taken.map(({ id }) => id) } } });
    return rows.map(rowOf);
  }

  private async moved(set: Prisma.Sql, where: Prisma.Sql, entry: AuditEntry): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      WITH moved AS (UPDATE approval SET ${set} WHERE ${where} RETURNING id),
      logged AS (${auditOf(Prisma.sql`moved`, entry)})
      SELECT id FROM moved`;
    return rows.length > 0;
  }

  /** Returns the members with these roles, who could approve. */
  async membersIn(roles: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.member.findMany({
      where: { removedAt: null, role: { in: [...roles] } },
      select: { id: true },
      take: PAGE,
    });
    return rows.map(({ id }) => `member:${id}`);
  }
}

interface Stored extends Omit<ApprovalRow, 'proposal' | 'effect' | 'people' | 'state'> {
  proposal: unknown;
  effect: unknown;
  people: unknown;
  state: string;
}
/** Safe to cast: only `ask` writes these rows. */
const rowOf = (row: Stored): ApprovalRow => ({
  ...row,
  proposal: row.proposal as Proposal,
  effect: (row.effect ?? []) as EffectShape[],
  people: row.people as People,
  state: row.state as ApprovalState,
});
