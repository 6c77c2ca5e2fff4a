import { useQuery } from '@tanstack/react-query';
import { ownZone } from '../../../shared/format/time.js';
import { call } from '../../net/api.js';
import { RefusalNote } from '../../ui/refusal.jsx';
import { draftOf, type SaleBody } from './open-draft.js';
import { sameAgain } from './same-again.js';
import { emptyDraft } from './sale-draft.js';
import { SaleForm } from './sale-form.jsx';

/** Creates a sale, from scratch or as a copy of an earlier one. */
export function NewSalePage() {
  const like = new URLSearchParams(location.search).get('like');
  if (like) return <OpenedForm saleId={like} way="copy" />;
  return <SaleForm title="New sale" start={emptyDraft(Date.now(), ownZone())} saleId={null} />;
}

/** Continues editing a draft. */
export const EditDraft = ({ saleId }: { saleId: string }) => <OpenedForm saleId={saleId} way="edit" />;

function OpenedForm({ saleId, way }: { saleId: string; way: 'edit' | 'copy' }) {
  const { data, error } = useQuery({
    queryKey: ['sale-input', saleId],
    queryFn: ({ signal }) =>
      call<{ version: string; input: SaleBody }>('GET', `sales/${saleId}/input`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!data)
    return (
      <section className="page">
        <RefusalNote error={error} />
        {!error && <p className="muted">Loading sale…</p>}
      </section>
    );
  const start = draftOf(data.input, Date.now());
  return way === 'edit' ? (
    <SaleForm title="Edit the draft" start={start} saleId={saleId} version={data.version} />
  ) : (
    <SaleForm
      title="The same again"
      start={sameAgain(start, Date.now())}
      saleId={null}
      form={`like-${saleId}`}
      note="All times were moved on by whole months of four weeks: the same weekday, the same time on the venue’s clocks. Look at them, and choose another name if the show has one."
    />
  );
}
