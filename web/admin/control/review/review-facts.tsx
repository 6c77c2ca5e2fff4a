import { useQuery } from '@tanstack/react-query';
import type { RehearsalShape } from '../../../../src/contract/staff/rehearsal-shapes.js';
import type { SalePolicyAnswer, StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { call } from '../../net/api.js';
import { Icon } from '../../ui/icons.jsx';
import { demandOf, reviewOf } from './review.js';

/** Summarises what would become public, with warnings. */
export function ReviewFacts({ sale }: { sale: StaffSaleShape }) {
  const { data: pace } = useQuery({
    queryKey: ['sale-policy', sale.id],
    queryFn: ({ signal }) => call<SalePolicyAnswer>('GET', `sales/${sale.id}/policy`, undefined, signal),
  });
  const { data: rehearsed } = useQuery({
    queryKey: ['rehearsals', sale.id],
    queryFn: ({ signal }) =>
      call<{ rehearsals: RehearsalShape[] }>('GET', `sales/${sale.id}/rehearsal`, undefined, signal),
  });
  const { facts, warnings } = reviewOf(sale, Date.now(), {
    paymentsPerMinute: pace?.paymentsPerMinute ?? null,
    demand: demandOf(rehearsed?.rehearsals),
  });
  return (
    <>
      <dl className="plain-facts">
        {facts.map(({ label, value }) => (
          <div key={label} className="fact-row">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {warnings.length > 0 && (
        <div className="note">
          <Icon name="warn" />
          <ul className="stack-small">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** A draft has no line and no money yet: the room shows what fans would read. */
export const ReviewCard = ({ sale }: { sale: StaffSaleShape }) => (
  <section className="card review" aria-label="What will be published">
    <h2>What will be published</h2>
    <ReviewFacts sale={sale} />
  </section>
);
