import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { TypeChangeInput } from '../../sales/catalogue/input/type-change.types.js';
import { type TypeChangeResult, TypeChanges } from '../../sales/catalogue/changes/type-changes.service.js';
import type { TicketTypeView } from '../../sales/sales.types.js';
import type { Staff } from '../sign-in/staff.types.js';

/** Changes of published ticket types by staff: delegates to sales and audits each change once it succeeded. */
@Injectable()
export class StaffTypeChanges {
  constructor(
    private readonly types: TypeChanges,
    private readonly audit: AuditService,
  ) {}

  async change(staff: Staff, saleId: string, ticketTypeId: string, input: TypeChangeInput): Promise<void> {
    const result = await this.types.change(saleId, ticketTypeId, input);
    if (result.kind === 'unchanged') return;
    if (result.kind !== 'changed') throw refusalOf(result);
    const [before, after] = [termsOf(result.before), termsOf(result.after)];
    await this.audit.record(staff.actor, 'sale.ticket-type-terms', saleId, { ticketTypeId, before, after });
  }
}

const termsOf = ({ name, priceMinor, maxPerFan, min, multiple }: TicketTypeView) => ({
  ...{ name, price: priceMinor, maxPerFan },
  ...{ min, multiple },
});

function refusalOf(result: Exclude<TypeChangeResult, { kind: 'changed' | 'unchanged' }>): ProblemError {
  switch (result.kind) {
    case 'not_found':
      return new ProblemError('NOT_FOUND');
    case 'ticket_type_unknown':
      return new ProblemError('TICKET_TYPE_UNKNOWN');
    case 'refused':
      return new ProblemError('SALE_STATE', { detail: `The sale is ${result.state}.` });
    case 'invalid':
      return new ProblemError('VALIDATION_FAILED', { errors: result.errors });
    case 'price_fixed':
      return new ProblemError('PRICE_FIXED', { detail: `Held, ordered or sold: ${result.taken}.` });
    case 'conflict':
      return new ProblemError('VERSION_CONFLICT');
    case 'busy':
      return new ProblemError('STOCK_CHANGE_BUSY');
  }
}
