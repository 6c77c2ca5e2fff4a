import { noteAttention } from '../../checkout/attention/attention-notes.sql.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { newId } from '../../platform/ids.js';
import { outboxInsert } from '../../platform/outbox/outbox.sql.js';

/** by_hand: disabled manually; gone: the receiver answered 410; failing: every attempt failed for days. */
export type DisabledReason = 'by_hand' | 'gone' | 'failing' | 'partner_archived';
type Transaction = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;
interface Disabled {
  id: string;
  url: string;
  partnerId: string | null;
}

const words: Record<DisabledReason, string> = {
  by_hand: '',
  partner_archived: '',
  gone: 'The receiver answered 410 Gone, so the endpoint was switched off. Ask its owner, then switch it on and replay what it missed.',
  failing:
    'Every delivery failed for days, so the endpoint was switched off. Ask its owner, then switch it on and replay what it missed.',
};

/**
 * Disables active endpoints. Needs two statements: the second also sees messages that a relay addressed while the first
 * waited for its lock. Later matching events are still addressed, as skipped, so that none is lost.
 */
export async function disableEndpoints(
  tx: Transaction,
  ids: readonly string[],
  reason: DisabledReason,
): Promise<Disabled[]> {
  const disabled = await tx.$queryRaw<Disabled[]>`
    UPDATE webhook_endpoint e SET state = 'disabled', disabled_reason = ${reason}, disabled_at = now()
      FROM stream s WHERE s.id = e.stream_id AND e.state = 'active' AND e.id = ANY(${[...ids]}::text[])
    RETURNING e.id, e.url, s.partner_id AS "partnerId"`;
  if (disabled.length === 0) return [];
  await tx.$executeRaw`
    UPDATE webhook_message SET state = 'skipped'
     WHERE endpoint_id = ANY(${disabled.map(({ id }) => id)}::text[]) AND state = 'pending' AND type IS NULL`;
  await tx.$executeRaw(
    outboxInsert(
      disabled.map(({ id, url, partnerId }) => ({
        saleId: null,
        type: 'endpoint.disabled',
        data: { endpointId: id, url, partnerId, reason },
      })),
    ),
  );
  if (words[reason] !== '')
    for (const { id, url, partnerId } of disabled)
      await tx.$executeRaw(
        noteAttention({
          id: newId('att'),
          orderId: null,
          saleId: null,
          kind: 'endpoint_disabled',
          detail: { endpointId: id, url, partnerId, why: words[reason] },
        }),
      );
  return disabled;
}

/** Disables every endpoint of a partner. */
export async function disableEndpointsOf(tx: Transaction, partnerId: string, reason: DisabledReason): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM webhook_endpoint e JOIN stream s ON s.id = e.stream_id WHERE s.partner_id = ${partnerId}`;
  await disableEndpoints(
    tx,
    rows.map(({ id }) => id),
    reason,
  );
}
