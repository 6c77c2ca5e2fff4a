import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SalePolicyAnswer, StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { call } from '../net/api.js';
import { Icon } from '../ui/icons.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { reviewOf } from './review.js';

interface Props {
  sale: StaffSaleShape;
  onClose: () => void;
  onChanged: (sale: StaffSaleShape) => void;
}

/** Summarises what is about to become public, with warnings, and publishes it. */
export function PublishDialog({ sale, onClose, onChanged }: Props) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { data: pace } = useQuery({
    queryKey: ['sale-policy', sale.id],
    queryFn: ({ signal }) => call<SalePolicyAnswer>('GET', `sales/${sale.id}/policy`, undefined, signal),
  });
  const { facts, warnings } = reviewOf(sale, Date.now(), pace?.paymentsPerMinute ?? null);
  const publish = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onChanged(await call<StaffSaleShape>('POST', `sales/${sale.id}/publish`));
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Publish this sale?"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close without publishing' }}
    >
      <div className="stack">
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
        <p className="field-why">
          Everybody with the address sees it at once. Names, times that are ahead, stock, limits, new ticket types, and
          prices of what nobody holds may still change; currency, lanes and the address may not.
        </p>
        <RefusalNote error={error} />
        <div className="row row-end">
          <Button variant="default" onClick={onClose}>
            Leave it a draft
          </Button>
          <Button loading={busy} onClick={() => void publish()}>
            Publish
          </Button>
        </div>
      </div>
    </Modal>
  );
}
