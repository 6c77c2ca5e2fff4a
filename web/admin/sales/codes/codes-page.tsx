import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { AccessCodes } from './access-codes.jsx';
import { PromoCodes } from './promo-codes.jsx';
import { SalePage } from '../sale-page.jsx';

/** Access codes and promo codes of a sale. */
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
