import { Injectable } from '@nestjs/common';
import type {
  BuyerMessageShape,
  MessageAudienceShape,
  MessageVariant,
} from '../../contract/orders/buyer-message-shapes.js';
import type { FieldError } from '../../contract/errors.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import type { KeepResult } from '../../platform/idempotency/idempotency.service.js';
import { newId } from '../../platform/ids.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { BuyerMessagesRepository } from './buyer-messages.repository.js';
import type { BuyerMessageRecord, MailCounts, MessageDraft, MessageFilter } from './buyer-messages.types.js';
import { foreignLinks, hostOf } from './message-links.rules.js';

export type SendResult =
  | { kind: 'sending'; id: string }
  | { kind: 'not_found' }
  | { kind: 'invalid'; errors: FieldError[] }
  /** No mail server is configured, so that nothing would leave. */
  | { kind: 'mail_off' }
  | { kind: 'nobody' }
  | { kind: 'too_many' };

/** A loop in somebody's program must not mail the same people all day. */
const MOST_A_DAY = 10;
/** Untried mails of one message; those that a mail server postponed hold up nobody else's. */
const MOST_WAITING = 500;
const AT_ONCE = 20;
/** Mails are deleted after 30 days, and their counts with them (admin/retention). */
const COUNTED_DAYS = 29;
const DAY_MS = 86_400_000;

/** Messages by staff to whoever has tickets: queued in batches behind everybody's own mails, one for each person. */
@Injectable()
export class BuyerMessages {
  constructor(
    private readonly messages: BuyerMessagesRepository,
    private readonly sales: SaleCache,
    private readonly mailer: Mailer,
    private readonly config: Config,
    private readonly audit: AuditService,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  /** Returns null for an unknown sale. */
  async audience(saleId: string, filter: MessageFilter): Promise<MessageAudienceShape | null> {
    if (!(await this.sales.byId(saleId))) return null;
    const [rows, sections] = await Promise.all([
      this.messages.audience(saleId, filter),
      this.messages.sections(saleId),
    ]);
    const languages = Object.fromEntries(rows.map(({ language, people }) => [language, people]));
    return { people: rows.reduce((all, { people }) => all + people, 0), languages, sections };
  }

  /** @param keep records the message's id as the result of the call that asks for it */
  async send(draft: MessageDraft, actor: string, keep: KeepResult): Promise<SendResult> {
    const sale = await this.sales.byId(draft.saleId);
    if (!sale) return { kind: 'not_found' };
    const errors = [...this.filterErrors(draft, sale), ...this.linkErrors(draft, sale)];
    if (errors.length > 0) return { kind: 'invalid', errors };
    if (this.mailer.isOff) return { kind: 'mail_off' };
    const people = (await this.messages.audience(sale.id, draft)).reduce((all, row) => all + row.people, 0);
    if (people === 0) return { kind: 'nobody' };
    const id = newId('msg');
    const isWritten = await this.messages.insert(
      { id, actor, draft, people },
      MOST_A_DAY,
      async (tx) => await keep(tx, id),
    );
    if (!isWritten) return { kind: 'too_many' };
    await this.audit.record(actor, 'sale.buyer_message', sale.id, { message: id, subject: draft.subject, people });
    return { kind: 'sending', id };
  }

  async find(id: string): Promise<BuyerMessageShape | null> {
    const found = await this.messages.find(id);
    return found && shapeOf(found, this.clock.nowMs());
  }

  /** Returns null for an unknown sale. */
  async list(saleId: string): Promise<BuyerMessageShape[] | null> {
    if (!(await this.sales.byId(saleId))) return null;
    return (await this.messages.list(saleId)).map((each) => shapeOf(each, this.clock.nowMs()));
  }

  async open(): Promise<{ id: string; waiting: number }[]> {
    return await this.messages.open(AT_ONCE);
  }

  /** Queues the next batch unless enough of the message's mails await their first try. */
  async queueNext({ id, waiting }: { id: string; waiting: number }): Promise<void> {
    if (waiting < MOST_WAITING) await this.messages.queueNext(id, this.tokens.mac('person', 'message', id));
  }

  private *filterErrors({ ticketTypeIds }: MessageFilter, sale: SaleView): Generator<FieldError> {
    const known = new Set(sale.ticketTypes.map(({ id }) => id));
    if (ticketTypeIds.some((id) => !known.has(id)))
      yield { field: 'ticketTypeIds', message: 'must be ticket types of this sale' };
  }

  private *linkErrors({ subject, text, texts }: MessageDraft, sale: SaleView): Generator<FieldError> {
    const pages = [sale.seller?.termsUrl, sale.seller?.privacyUrl, sale.seller?.helpUrl, this.config.publicUrl];
    const hosts = pages.flatMap((page) => (page ? (hostOf(page)?.replace(/^www\./, '') ?? []) : []));
    const all: [string, MessageVariant][] = [['text', { subject, text }], ...Object.entries(texts)];
    for (const [field, variant] of all) {
      const [link] = foreignLinks(`${variant.subject}\n${variant.text}`, hosts);
      if (link !== undefined)
        yield {
          field: field === 'text' ? field : `texts.${field}`,
          message: `must link only to this service and the seller's own pages, not to ${link.slice(0, 100)}`,
        };
    }
  }
}

export function shapeOf(record: BuyerMessageRecord & { mails: MailCounts }, nowMs: number): BuyerMessageShape {
  const { id, saleId, actor, subject, text, texts, ticketTypeIds, sections, people, createdAt, queuedAt, mails } =
    record;
  const isCounted = createdAt.getTime() > nowMs - COUNTED_DAYS * DAY_MS;
  return {
    ...{ id, saleId, actor, subject, text, texts, people },
    ...{ ticketTypeIds: [...ticketTypeIds], sections: [...sections], at: createdAt.toISOString() },
    state: queuedAt === null || mails.waiting > 0 ? 'sending' : 'sent',
    progress: isCounted ? mails : null,
  };
}
