import { PublishedForm } from './published-form.jsx';
import { EditDraft } from './new-sale-page.jsx';
import { SalePage, useSaleQuery } from './sale-page.jsx';

/** A draft is written anew; of a published sale, what may still change. */
export function SetupPage({ saleId }: { saleId: string }) {
  const { data: sale } = useSaleQuery(saleId);
  if (sale?.state === 'draft') return <EditDraft saleId={saleId} />;
  return (
    <SalePage saleId={saleId} title="Set-up">
      {(read) => <PublishedForm key={read.id} sale={read} />}
    </SalePage>
  );
}
