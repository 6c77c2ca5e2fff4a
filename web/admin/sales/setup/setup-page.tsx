import { PublishedForm } from '../published/published-form.jsx';
import { EditDraft } from './new-sale-page.jsx';
import { SalePage } from '../sale-page.jsx';
import { useSaleQuery } from '../sale-query.js';

/** Edits a draft in full, and what may still change in a published sale. */
export function SetupPage({ saleId }: { saleId: string }) {
  const { data: sale } = useSaleQuery(saleId);
  if (sale?.state === 'draft') return <EditDraft saleId={saleId} />;
  return (
    <SalePage saleId={saleId} title="Set-up">
      {(read) => <PublishedForm key={read.id} sale={read} />}
    </SalePage>
  );
}
