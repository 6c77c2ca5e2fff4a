import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RehearsalShape } from '../../../src/contract/staff/rehearsal-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { count } from '../control/figures/words.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { SaleHead } from '../ui/sale-head.jsx';
import { CrowdForm } from './crowd-form.jsx';
import { RehearsalResult } from './rehearsal-result.jsx';

const RUNNING_MS = 1_000;

/** Rehearses a sale with a simulated crowd. */
export function RehearsalPage({ saleId }: { saleId: string }) {
  const queries = useQueryClient();
  const { mayRun } = useSession();
  const key = ['rehearsals', saleId];
  const { data, error, isPending } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      call<{ rehearsals: RehearsalShape[] }>('GET', `sales/${saleId}/rehearsal`, undefined, signal),
    refetchInterval: ({ state }) =>
      state.data?.rehearsals.some((each) => each.state === 'running') === true ? RUNNING_MS : false,
  });
  const again = async (): Promise<void> => await queries.invalidateQueries({ queryKey: key });
  const remove = useMutation({
    mutationFn: (id: string) => call('DELETE', `sales/${saleId}/rehearsal/${id}`),
    onSettled: again,
  });
  const [latest, ...older] = data?.rehearsals ?? [];
  return (
    <section className="page">
      <SaleHead saleId={saleId} title="Rehearsal" />
      <p className="muted">
        The very rules that let people in, with an imagined crowd. Nothing of the sale is touched: no stock, no payment,
        no mail.
      </p>
      {mayRun && <CrowdForm saleId={saleId} onStarted={() => void again()} />}
      <RefusalNote error={error ?? remove.error} />
      {isPending && <p className="muted">Loading rehearsals…</p>}
      {latest && (
        <section className="card stack" aria-label="The last rehearsal">
          <div className="row">
            <p className="grow strong">
              {count(latest.crowd.fans + latest.crowd.farmPlaces)} places ·{' '}
              {formatShortDayAndTime(latest.startedAt, 'en-GB')}
            </p>
            {mayRun && (
              <Button variant="subtle" color="bad" size="sm" onClick={() => remove.mutate(latest.id)}>
                {latest.state === 'running' ? 'Stop it' : 'Forget it'}
              </Button>
            )}
          </div>
          {latest.state === 'running' && (
            <p role="status">
              <progress value={latest.progress} max={1} aria-label="How far the night has come" />{' '}
              {Math.round(latest.progress * 100)} %
            </p>
          )}
          {latest.state === 'failed' && <p className="tone-bad">It ended before its time. Start it again.</p>}
          {latest.state === 'canceled' && <p className="muted">It was stopped.</p>}
          {latest.result && <RehearsalResult result={latest.result} />}
        </section>
      )}
      {older.length > 0 && (
        <section className="stack" aria-labelledby="older">
          <h2 id="older">Earlier</h2>
          <ul className="lines">
            {older.map(({ id, crowd, startedAt, result }) => (
              <li key={id} className="small muted">
                {formatShortDayAndTime(startedAt, 'en-GB')} · {count(crowd.fans + crowd.farmPlaces)} places
                {result && ` · ${count(result.sold)} sold in ${result.minutes} min`}
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
