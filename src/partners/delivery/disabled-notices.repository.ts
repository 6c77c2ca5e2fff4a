import { Injectable } from '@nestjs/common';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';

export interface DisabledEndpoint {
  id: string;
  url: string;
  reason: string;
  /** null: the promoter's own endpoint. */
  partnerId: string | null;
  partner: string | null;
  /** The partner's contact and everybody who has entered its portal. */
  addresses: string[];
}

@Injectable()
export class DisabledNoticesRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  async disabled(ids: readonly string[]): Promise<DisabledEndpoint[]> {
    return await this.prisma.$queryRaw<DisabledEndpoint[]>`
      SELECT e.id, e.url, e.disabled_reason AS reason, p.id AS "partnerId", p.name AS partner,
             ARRAY(SELECT DISTINCT lower(address) FROM (
               SELECT p.email AS address UNION ALL
               SELECT m.email FROM partner_member m
                WHERE m.partner_id = p.id AND m.removed_at IS NULL AND m.joined_at IS NOT NULL) known
              WHERE address <> '') AS addresses
        FROM webhook_endpoint e JOIN stream s ON s.id = e.stream_id LEFT JOIN partner p ON p.id = s.partner_id
       WHERE e.state = 'disabled' AND e.id = ANY(${[...ids]}::text[])`;
  }
}
