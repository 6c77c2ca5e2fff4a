import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatMoney } from '../../../../src/contract/money/money.js';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { ShowCancellationShape } from '../../../../src/contract/orders/show-cancellation-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import { call, Refusal } from '../../net/api.js';
import { Dialog, DialogActions } from '../../ui/dialog.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { people, some } from '../figures/words.js';

const WORD = 'cancel the show';
const REREAD_MS = 2_000;

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: () => void;
}

/** Cancels the show: closes the sale and gives every order back. Shows how far that has come, also when opened again. */
export function CancelShowDialog({ sale, live, onClose, onChanged }: Props) {
  const queries = useQueryClient();
  const path = `sales/${sale.id}/cancel-show`;
  const key = ['cancel-show', sale.id];
  const begun = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      await call<ShowCancellationShape>('GET', path, undefined, signal).catch((thrown: unknown) => {
        if (thrown instanceof Refusal && thrown.status === 404) return null;
        throw thrown;
      }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? REREAD_MS : false),
  });
  const cancel = useMutation({
    mutationFn: (reason: string) => call<ShowCancellationShape>('POST', path, reason === '' ? {} : { reason }),
    onSuccess: (progress) => {
      queries.setQueryData(key, progress);
      onChanged();
    },
  });
  return (
    <Dialog onClose={onClose} title={begun.data ? 'The show is canceled' : 'Cancel the show?'} closeLabel="Close this">
      <div className="stack">
        <RefusalNote error={begun.error ?? cancel.error} />
        {begun.data && <Progress of={begun.data} />}
        {begun.data === null && (
          <Ask {...{ sale, live, onClose }} busy={cancel.isPending} onCancel={(reason) => cancel.mutate(reason)} />
        )}
        {begun.isPending && <p className="muted">Looking whether it was canceled before…</p>}
      </div>
    </Dialog>
  );
}

interface AskProps extends Omit<Props, 'onChanged'> {
  busy: boolean;
  onCancel: (reason: string) => void;
}
function Ask({ sale, live, busy, onCancel, onClose }: AskProps) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const { waiting, called, shopping, paying, paid } = stageCounts(live);
  return (
    <>
      <p>
        {some(paid, 'paid order is', 'paid orders are')} given back in full, {formatMoney(live.revenue, 'en')} in all,
        and every ticket becomes void.{' '}
        {paying > 0 &&
          `${some(paying, 'payment that is under way is', 'payments that are under way are')} given back once through.`}
      </p>
      <p>
        {sale.name} closes for good. {people(waiting + called)} in line and {people(shopping)} in the shop read that it
        is over. This cannot be undone.
      </p>
      <TextInput
        label="Why (kept in the log)"
        value={reason}
        maxLength={200}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        size="md"
      />
      <TextInput
        label={`Type “${WORD}” to go on`}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        autoComplete="off"
        size="md"
      />
      <DialogActions onClose={onClose}>
        <Button
          color="bad"
          disabled={typed.trim().toLowerCase() !== WORD}
          loading={busy}
          onClick={() => onCancel(reason.trim())}
        >
          Cancel the show
        </Button>
      </DialogActions>
    </>
  );
}

function Progress({ of: { state, orders, refunded, reason } }: { of: ShowCancellationShape }) {
  const { open, waiting, asked, refunded: back, refused } = orders;
  const left = open + waiting + asked;
  return (
    <>
      <p role="status">
        {state === 'done'
          ? 'Every order was given back or refused by the provider.'
          : `${some(left, 'order is', 'orders are')} still to be given back.`}{' '}
        {some(back, 'order was', 'orders were')} given back, {formatMoney(refunded, 'en')} in all.
        {refused > 0 && ` ${some(refused, 'was', 'were')} refused: see Attention.`}
      </p>
      <progress value={back + refused} max={Math.max(1, left + back + refused)} aria-label="Orders given back" />
      {reason !== null && <p className="small muted">Reason: {reason}</p>}
    </>
  );
}
