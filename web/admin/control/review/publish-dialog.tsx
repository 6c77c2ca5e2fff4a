import { Button } from '@mantine/core';
import { useState } from 'react';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { call } from '../../net/api.js';
import { Dialog, DialogActions } from '../../ui/dialog.jsx';
import { useAction } from '../../ui/use-action.js';
import { RefusalNote } from '../../ui/refusal.jsx';
import { ReviewFacts } from './review-facts.jsx';

interface Props {
  sale: StaffSaleShape;
  onClose: () => void;
  onChanged: (sale: StaffSaleShape) => void;
}

/** Summarises what is about to become public, with warnings, and publishes it. */
export function PublishDialog({ sale, onClose, onChanged }: Props) {
  const { busy, error, run } = useAction();
  const [isMoved, setMoved] = useState(false);
  const publish = async (): Promise<void> => {
    setMoved(false);
    await run(async () => {
      // what is published is what was read here, not what another tab saved meanwhile
      const now = await call<StaffSaleShape>('GET', `sales/${sale.id}`);
      if (JSON.stringify(now) !== JSON.stringify(sale)) {
        onChanged(now);
        if (now.state !== 'draft') return onClose(); // published already
        setMoved(true);
        return;
      }
      onChanged(await call<StaffSaleShape>('POST', `sales/${sale.id}/publish`));
      onClose();
    });
  };
  return (
    <Dialog onClose={onClose} title="Publish this sale?" size="lg" closeLabel="Close without publishing">
      <div className="stack">
        <ReviewFacts sale={sale} />
        <p className="field-why">
          Everybody with the address sees it at once. Names, times that are ahead, stock, limits, new ticket types, and
          prices of what nobody holds may still change; currency, lanes and the address may not.
        </p>
        {isMoved && (
          <p className="note" role="alert">
            The draft was changed while you read this. Nothing is published: above is how it is now.
          </p>
        )}
        <RefusalNote error={error} />
        <DialogActions leave="Leave it a draft" onClose={onClose}>
          <Button loading={busy} onClick={() => void publish()}>
            Publish
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
