import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApprovalKind, ApprovalSettingsShape } from '../../../src/contract/staff/approval-shapes.js';
import { decimalOf, parseMoney } from '../../../src/contract/money/money.js';
import { call, Refusal } from '../net/api.js';
import { useSession } from '../session/session.js';
import { MeanwhileNote, RefusalNote } from '../ui/refusal.jsx';
import { kinds, kindWords } from './approval-words.js';

/** Stands for the currencies of all sales: the amount is in units with two decimals. */
const ANY = 'EUR';

/** Settings for actions that need a second person. */
export function ApprovalSettings() {
  const { data } = useQuery({
    queryKey: ['approval-settings'],
    queryFn: ({ signal }) => call<ApprovalSettingsShape>('GET', 'approvals/settings', undefined, signal),
  });
  const [met, setMet] = useState(false);
  if (!data) return null;
  return (
    <>
      {met && (
        <MeanwhileNote>What needs a second person is shown as it is now: look at it, and save again.</MeanwhileNote>
      )}
      {/* fresh server data resets the form */}
      <SettingsForm key={JSON.stringify(data)} settings={data} onMet={setMet} />
    </>
  );
}

interface FormProps {
  settings: ApprovalSettingsShape;
  /** Called with whether somebody else's change was met. */
  onMet: (met: boolean) => void;
}

function SettingsForm({ settings, onMet }: FormProps) {
  const { isOwner } = useSession();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly ApprovalKind[]>(settings.kinds);
  const [free, setFree] = useState(
    settings.refundFreeMinor === null ? '' : decimalOf({ amount: settings.refundFreeMinor, currency: ANY }),
  );
  const refundFreeMinor = free.trim() === '' ? null : parseMoney(free, ANY);
  const isAmount = free.trim() === '' || refundFreeMinor !== null;
  const save = useMutation({
    mutationFn: () =>
      call<ApprovalSettingsShape>('PUT', 'approvals/settings', {
        kinds: chosen,
        refundFreeMinor,
        version: settings.version,
      }),
    onMutate: () => onMet(false),
    onError: (error) => onMet(error instanceof Refusal && error.code === 'VERSION_CONFLICT'),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['approval-settings'] });
      await queries.invalidateQueries({ queryKey: ['approvals'] });
    },
  });
  const isUp = save.error instanceof Refusal && save.error.code === 'APPROVAL_REQUIRED';
  return (
    <form
      className="card stack"
      aria-labelledby="approval-settings"
      onSubmit={(event) => {
        event.preventDefault();
        if (isAmount) save.mutate();
      }}
    >
      <h2 id="approval-settings">What needs a second person</h2>
      <p className="muted small">
        Asking for more holds at once. Asking for less needs another owner, so that nobody lifts the rule alone.
      </p>
      <ul className="lines">
        {kinds.map((kind) => (
          <li key={kind}>
            <Checkbox
              label={kindWords[kind].label}
              description={kindWords[kind].means}
              checked={chosen.includes(kind)}
              disabled={!isOwner}
              onChange={({ currentTarget }) =>
                setChosen(currentTarget.checked ? [...chosen, kind] : chosen.filter((each) => each !== kind))
              }
            />
          </li>
        ))}
      </ul>
      {chosen.includes('refund') && (
        <TextInput
          className="narrow"
          label="One person may give back within a day"
          description="In whole units of the sale’s currency with two decimals. Empty: nothing without another person. A ticket that was scanned always needs one."
          value={free}
          onChange={(event) => setFree(event.currentTarget.value)}
          inputMode="decimal"
          disabled={!isOwner}
          error={isAmount ? null : 'Type an amount, such as 500 or 499.50.'}
          size="md"
        />
      )}
      {isUp ? (
        <p className="note" role="status">
          It was put up for approval: another owner must agree.
        </p>
      ) : (
        <RefusalNote error={save.error} />
      )}
      {isOwner && (
        <div>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}
