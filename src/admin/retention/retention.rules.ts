/** How long each table's rows are kept and what ends them. A test compares this list with docs/retention.md. */
export type RetentionRule =
  /** Deletes rows of `table` that meet `due`, in batches. `due` is SQL over the row `t`; `$1` is the number of days. */
  | { table: string; keep: 'days'; days: number; due: string; key: readonly string[]; why: string }
  /** Clears the row's personal data; the row stays. */
  | { table: string; keep: 'anonymised'; days: number; due: string; key: readonly string[]; clear: string; why: string }
  /** Rows are ended by another task. */
  | { table: string; keep: 'task'; task: string; why: string }
  /** Bounded by something that is itself bounded, or kept permanently on purpose. */
  | { table: string; keep: 'bounded'; by: string; why: string };

/** Batch size: keeps statements short, so that locks are brief. */
export const ROWS_AT_ONCE = 2_000;

const age = (column: string): string => `t.${column} < now() - make_interval(days => $1)`;
const showOver =
  'EXISTS (SELECT 1 FROM sale WHERE sale.id = t.sale_id AND sale.show_starts_at < now() - make_interval(days => $1))';
const saleOver = `(EXISTS (SELECT 1 FROM sale WHERE sale.id = t.sale_id AND sale.state = 'closed' AND sale.closed_at < now() - make_interval(days => $1)) OR ${showOver})`;

export const retentionRules: readonly RetentionRule[] = [
  // events and webhooks
  {
    table: 'outbox',
    keep: 'days',
    days: 7,
    due: `t.numbered_at IS NOT NULL AND ${age('created_at')}`,
    key: ['id'],
    why: 'copied into the streams when numbered',
  },
  {
    table: 'stream_event',
    keep: 'days',
    days: 90,
    due: age('created_at'),
    key: ['stream_id', 'sequence'],
    why: 'partners read and replay them',
  },
  {
    table: 'webhook_message',
    keep: 'days',
    days: 90,
    due: `t.done_at IS NOT NULL AND ${age('done_at')}`,
    key: ['endpoint_id', 'event_id'],
    why: 'as long as its event',
  },
  {
    table: 'webhook_attempt',
    keep: 'days',
    days: 30,
    due: age('at'),
    key: ['id'],
    why: 'to find out why a receiver failed',
  },
  {
    table: 'webhook_old_secret',
    keep: 'days',
    days: 1,
    due: age('until'),
    key: ['id'],
    why: 'valid for 24 h after a rotation',
  },
  { table: 'partner', keep: 'bounded', by: 'people who make them', why: 'archived ones name their events' },
  { table: 'partner_member', keep: 'bounded', by: 'people who invite them', why: 'the log names them' },
  {
    table: 'partner_link',
    keep: 'days',
    days: 7,
    due: age('expires_at'),
    key: ['hash'],
    why: 'works once; the log keeps who was invited',
  },
  {
    table: 'partner_session',
    keep: 'days',
    days: 1,
    due: age('created_at'),
    key: ['id_hash'],
    why: '30 minutes idle, 12 hours at most',
  },
  { table: 'api_key', keep: 'bounded', by: 'people who make them', why: 'the log names them' },
  { table: 'stream', keep: 'bounded', by: 'partners', why: 'holds the last sequence' },
  { table: 'webhook_endpoint', keep: 'bounded', by: 'people who make them', why: 'deleted by hand' },
  // money
  {
    table: 'stripe_event',
    keep: 'task',
    task: 'payments-sweep',
    why: 'known for seven days, longer than the provider repeats',
  },
  { table: 'payment_fact', keep: 'task', task: 'payments-sweep', why: 'applied facts serve to explain an order' },
  { table: 'payment_node', keep: 'task', task: 'payments-health', why: 'one row for each running node' },
  { table: 'payment_sweep', keep: 'bounded', by: 'one row', why: 'where the last sweep ended' },
  { table: 'payment', keep: 'bounded', by: 'orders', why: 'kept with its order' },
  { table: 'payment_refund', keep: 'bounded', by: 'orders', why: 'kept with its order' },
  {
    table: 'payment_stray',
    keep: 'days',
    days: 400,
    due: `t.done_at IS NOT NULL AND ${age('done_at')}`,
    key: ['intent_id'],
    why: 'what was decided for a charge of no order',
  },
  { table: 'quarantine', keep: 'bounded', by: 'people who end them', why: 'says when and why repairs were stopped' },
  { table: 'show_cancellation', keep: 'bounded', by: 'sales', why: 'one row for a sale whose show was canceled' },
  // orders and tickets
  {
    table: 'orders',
    keep: 'anonymised',
    days: 400,
    due: `t.buyer_email <> '' AND ${showOver}`,
    key: ['id'],
    clear: "buyer_email = '', buyer_name = '', network = NULL",
    why: 'disputes and complaints end within 13 months; amounts are kept for the books',
  },
  { table: 'order_item', keep: 'bounded', by: 'orders', why: 'kept with its order' },
  { table: 'order_counter', keep: 'bounded', by: 'sales × states × shards', why: 'figures' },
  {
    table: 'quota',
    keep: 'bounded',
    by: 'buyers of all sales, about 100 bytes each',
    why: 'limits hold for as long as a sale or tour is sold',
  },
  { table: 'promo_code', keep: 'bounded', by: 'codes that staff make', why: 'orders name them' },
  {
    table: 'stock_return',
    keep: 'days',
    days: 30,
    due: `t.done_at IS NOT NULL AND ${age('done_at')}`,
    key: ['id'],
    why: 'done once each',
  },
  {
    table: 'attention',
    keep: 'days',
    days: 400,
    due: `t.resolved_at IS NOT NULL AND ${age('resolved_at')}`,
    key: ['id'],
    why: 'explains what was decided',
  },
  { table: 'conservation_check', keep: 'bounded', by: 'sales', why: 'one row a sale' },
  {
    table: 'ticket',
    keep: 'anonymised',
    days: 400,
    due: `t.holder_email <> '' AND ${showOver}`,
    key: ['id'],
    clear: "holder_email = '', holder_name = ''",
    why: 'kept with its order; whom it was transferred to goes as the buyer does',
  },
  { table: 'ticket_scan', keep: 'days', days: 90, due: showOver, key: ['id'], why: 'questions about the door' },
  {
    table: 'mail',
    keep: 'days',
    days: 30,
    due: `t.done_at IS NOT NULL AND ${age('done_at')}`,
    key: ['id'],
    why: 'only that it was sent; texts are made when they are sent',
  },
  // sales
  { table: 'sale', keep: 'bounded', by: 'people who make them', why: 'orders and reports name them' },
  { table: 'sale_seat_map', keep: 'bounded', by: 'sales', why: 'one row a sale with seats' },
  {
    table: 'seat_map',
    keep: 'bounded',
    by: 'people who make them, 500 at most',
    why: 'sales are made from them',
  },
  { table: 'sale_input', keep: 'bounded', by: 'sales', why: 'to make the same again' },
  { table: 'sale_change', keep: 'bounded', by: 'people who change sales', why: 'fans are told what was changed' },
  { table: 'ticket_type', keep: 'bounded', by: 'sales', why: 'tickets name them' },
  { table: 'pool', keep: 'bounded', by: 'sales', why: 'what was sold' },
  { table: 'seat', keep: 'bounded', by: 'sales', why: 'tickets name them' },
  { table: 'channel', keep: 'bounded', by: 'sales', why: 'pools name them' },
  {
    table: 'stock_change',
    keep: 'days',
    days: 90,
    due: `t.ended_at IS NOT NULL AND ${age('ended_at')}`,
    key: ['id'],
    why: 'explains how the stock came about; the log keeps who changed it',
  },
  { table: 'queue_sale', keep: 'bounded', by: 'sales', why: 'the draw can be checked for good' },
  { table: 'queue_lane', keep: 'bounded', by: 'sales', why: 'the draw can be checked for good' },
  {
    table: 'queue_push',
    keep: 'days',
    days: 1,
    due: saleOver,
    key: ['id'],
    why: 'after the end of the sale or of its show; deleted earlier when the turn was told',
  },
  {
    table: 'queue_person',
    keep: 'days',
    days: 30,
    due: showOver,
    key: ['sale_id', 'person'],
    why: 'nobody takes a place for a show that is over',
  },
  { table: 'access_code_batch', keep: 'task', task: 'access-code-sweep', why: '90 days after the sale' },
  { table: 'access_code', keep: 'task', task: 'access-code-sweep', why: '90 days after the sale' },
  // people and the house
  { table: 'member', keep: 'bounded', by: 'the team', why: 'the log names them' },
  {
    table: 'invitation',
    keep: 'days',
    days: 90,
    due: age('expires_at'),
    key: ['id'],
    why: 'the log keeps who invited whom',
  },
  {
    table: 'approval',
    keep: 'days',
    days: 400,
    due: `t.ended_at IS NOT NULL AND ${age('ended_at')}`,
    key: ['id'],
    why: 'who asked and who approved; the log keeps it longer',
  },
  {
    table: 'rehearsal',
    keep: 'days',
    days: 90,
    due: age('started_at'),
    key: ['id'],
    why: 'to compare with the night itself',
  },
  { table: 'published_report', keep: 'bounded', by: 'sales', why: 'public until the promoter takes it back' },
  { table: 'staff_settings', keep: 'bounded', by: 'one row', why: 'what the owner decided about the team' },
  { table: 'admin_session', keep: 'task', task: 'admin-sessions', why: '30 minutes idle, 12 hours at most' },
  {
    table: 'live_history',
    keep: 'task',
    task: 'admin-history',
    why: 'five seconds for six hours, a minute for 90 days',
  },
  { table: 'signing_key', keep: 'bounded', by: 'rotations', why: 'old barcodes are checked with it' },
  { table: 'installation', keep: 'bounded', by: 'one row', why: 'what this installation is' },
  {
    table: 'idempotent_call',
    keep: 'days',
    days: 2,
    due: age('created_at'),
    key: ['scope', 'key'],
    why: 'a key is good for 24 h',
  },
  {
    table: 'audit_entry',
    keep: 'days',
    days: 1_095,
    due: age('at'),
    key: ['id'],
    why: 'who changed what, three years',
  },
];
