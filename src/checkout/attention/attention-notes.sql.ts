import { Prisma } from '../../generated/prisma/client.js';
import { type AttentionKind, kindOf } from './attention.rules.js';

export interface AttentionNote {
  id: string;
  orderId: string | null;
  saleId: string | null;
  kind: AttentionKind;
  detail: Record<string, string | number | null>;
}

/** Raises an attention item, unless the same one is still open. */
export function noteAttention({ id, orderId, saleId, kind, detail }: AttentionNote): Prisma.Sql {
  const json = JSON.stringify(detail);
  return Prisma.sql`
    INSERT INTO attention (id, order_id, sale_id, kind, next_step, detail)
    SELECT ${id}, ${orderId}::text, COALESCE(${saleId}::text, (SELECT sale_id FROM orders WHERE id = ${orderId})),
      ${kind}, ${kindOf(kind).nextStep}, ${json}::jsonb
    WHERE NOT EXISTS (
      SELECT FROM attention known WHERE known.order_id IS NOT DISTINCT FROM ${orderId}::text AND known.kind = ${kind}
        AND known.detail = ${json}::jsonb AND known.resolved_at IS NULL)`;
}
