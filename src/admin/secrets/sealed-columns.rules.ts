import type { Purpose } from '../../platform/tokens/tokens.js';

export interface SealedColumn {
  purpose: Purpose;
  table: string;
  column: string;
  key: string;
}

/** Every column that ROPELINE_SECRET seals; a test compares this list with the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  { purpose: 'key', table: 'signing_key', column: 'private_sealed', key: 'kid' },
  { purpose: 'seed', table: 'queue_sale', column: 'seed_sealed', key: 'sale_id' },
  { purpose: 'push', table: 'queue_push', column: 'sealed', key: 'id' },
  { purpose: 'payment', table: 'payment', column: 'client_secret_sealed', key: 'id' },
  { purpose: 'webhook', table: 'webhook_endpoint', column: 'secret_sealed', key: 'id' },
  { purpose: 'webhook', table: 'webhook_old_secret', column: 'secret_sealed', key: 'id' },
  { purpose: 'secondFactor', table: 'member', column: 'totp_sealed', key: 'id' },
  { purpose: 'digest', table: 'installation', column: 'digest_secret_sealed', key: 'id' },
];
