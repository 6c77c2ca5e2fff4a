import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { AccessCodes } from './access-codes.jsx';
import { PromoCodes } from './promo-codes.jsx';
import { SalePage } from './sale-page.jsx';

/** Codes that open a lane, and codes that lower a price. */
export const CodesPage = ({ saleId }: { saleId: string }) => (
  <SalePage saleId={saleId} title="Codes">
    {(sale: StaffSaleShape) => (
      <>
        <AccessCodes sale={sale} />
        <PromoCodes sale={sale} />
      </>
    )}
  </SalePage>
);
