import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { cityOfZone, formatShortDayAndTime } from '../../shared/format/time.js';
import { call, Refusal } from '../net/api.js';
import { useLive } from '../net/use-live.js';
import { Icon } from '../ui/icons.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link, useHeading } from '../ui/router.jsx';
import { StateBadge } from '../ui/state-badge.jsx';
import { AlarmBar } from './alarms/alarm-bar.jsx';
import { keepSound, soundAlarm, wantsSound } from './alarms/alarm-sound.js';
import { AdmissionCard } from './admission-card.jsx';
import { marksOf } from './figures/chart-marks.js';
import { ClockLine, LastChange } from './figures/clock-line.jsx';
import { ConservationTick, Freshness } from './figures/freshness.jsx';
import { MoneyCard, NodesCard, StockCard } from './figures/figure-cards.jsx';
import { ReviewCard } from './review/review-facts.jsx';
import { useSaleChanges } from './sale-changes.js';
import { StageLine } from './figures/stage-line.jsx';
import { RebuildNote } from '../rebuilds/rebuilds.jsx';
import { SaleTabs } from '../sales/sale-tabs.jsx';
import { Switches } from './switches/switches.jsx';

const REREAD_MS = 10_000;

/** One sale on one screen: the line's stages, the reason for its current pace, and the switches. */
export function ControlPage({ saleId }: { saleId: string }) {
  const queries = useQueryClient();
  const view = useLive(saleId);
  const [sound, setSound] = useState(wantsSound);
  const { data: sale, error } = useQuery({
    queryKey: ['sale', saleId],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${saleId}`, undefined, signal),
    refetchInterval: REREAD_MS,
  });
  const heading = useHeading(sale?.name ?? 'Control room');
  const changes = useSaleChanges(saleId);
  const marks = useMemo(() => marksOf(changes, view.history), [changes, view.history]);
  const state = view.live?.state;
  useEffect(() => {
    if (state !== undefined) void queries.invalidateQueries({ queryKey: ['sale', saleId] });
  }, [queries, saleId, state]);

  if (error instanceof Refusal && error.status === 404)
    return (
      <section className="page">
        <h1>There is no such sale</h1>
        <p>
          <Link href="/admin">All sales</Link>
        </p>
      </section>
    );
  const { live } = view;
  if (!sale || !live)
    return (
      <section className="page">
        <RefusalNote error={error} />
        <p className="muted">Loading figures…</p>
      </section>
    );
  const changed = (next: StaffSaleShape | null): void => {
    if (next) queries.setQueryData(['sale', saleId], next);
    else void queries.invalidateQueries({ queryKey: ['sale', saleId] });
    view.refresh();
  };
  const { timeZone } = sale.show;
  const reading = { live, history: view.history, timeZone };
  const toggleSound = (): void => {
    keepSound(!sound);
    setSound(!sound);
    if (!sound) void soundAlarm().catch(() => undefined); // plays the alarm once, so that everybody recognises it later
  };
  return (
    <section className="control" aria-label="Control room">
      <header className="control-head">
        <div className="control-title">
          <h1 ref={heading} tabIndex={-1}>
            {sale.name}
          </h1>
          <StateBadge state={live.state} />
          <Freshness view={view} />
          <ConservationTick conservation={live.conservation} timeZone={timeZone} />
        </div>
        <SaleTabs saleId={saleId} />
        <div className="muted small control-notes">
          {sale.state !== 'draft' && <ClockLine sale={sale} live={live} />}
          <span>
            {sale.show.name} · {sale.show.venue} · opening {formatShortDayAndTime(sale.opensAt, 'en-GB', timeZone)} (
            {cityOfZone(timeZone)})
          </span>
          {sale.state !== 'draft' && (
            <>
              <LastChange entry={changes[0]} timeZone={timeZone} />
              <RebuildNote sale={sale} live={live} />
              <a href={`/s/${sale.slug}`} target="_blank" rel="noreferrer">
                what fans see <Icon name="link" size={14} />
              </a>
              <button type="button" className="as-link" aria-pressed={sound} onClick={toggleSound}>
                alarm sound {sound ? 'on' : 'off'}
              </button>
            </>
          )}
        </div>
      </header>
      <AlarmBar view={view} sound={sound} />
      {sale.state === 'draft' ? (
        <div className="control-grid draft-grid">
          <ReviewCard sale={sale} />
          <StockCard sale={sale} reading={reading} />
          <Switches sale={sale} live={live} history={view.history} onChanged={changed} />
        </div>
      ) : (
        <>
          <StageLine reading={reading} marks={marks} />
          <div className="control-grid">
            <AdmissionCard reading={reading} marks={marks} />
            <StockCard sale={sale} reading={reading} />
            <Switches sale={sale} live={live} history={view.history} onChanged={changed} />
            <MoneyCard reading={reading} />
            <NodesCard reading={reading} />
          </div>
        </>
      )}
    </section>
  );
}
