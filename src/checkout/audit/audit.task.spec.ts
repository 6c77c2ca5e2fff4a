import { afterEach, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { StockService } from '../../inventory/stock/stock.service.js';
import type { QuarantineService } from '../../payments/quarantine/quarantine.service.js';
import type { CheckoutRepository } from '../checkout.repository.js';
import type { OrdersRepository } from '../orders/orders.repository.js';
import { AuditTask } from './audit.task.js';
import type { SalesService } from '../../sales/sales.service.js';
import type { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';

afterEach(() => void jest.restoreAllMocks());

it('is inconclusive when there are more orders than it reads: those of unread pages are not missing', async () => {
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const recordConservation = jest.fn();
  const pause = jest.fn();
  const owned = [{ orderId: 'ord_unread', units: 1 }];
  const audit = new AuditTask(
    {} as ConductedSales,
    { pause } as unknown as SalesService,
    {
      figures: () => Promise.resolve({ faults: [] }),
      committedUnits: () => Promise.resolve({ orders: [], next: '1' }),
    } as unknown as StockService,
    { recordConservation, committedFor: () => Promise.resolve(owned) } as unknown as CheckoutRepository,
    {} as OrdersRepository,
    {} as QuarantineService,
  );
  await audit.audit('sale_1', ['missing ord_unread']);
  expect(recordConservation).not.toHaveBeenCalled();
  expect(pause).not.toHaveBeenCalled();
});
