import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ScanSaleShape } from '../../../src/contract/orders/ticket-shapes.js';
import { formatShortDayAndTime, formatTimeOfDay } from '../../shared/format/time.js';
import { count } from '../control/figures/words.js';
import { call } from '../net/api.js';
import { SelectField, TextField } from '../ui/fields.jsx';
import { Icon } from '../ui/icons.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';
import { Camera } from './camera.jsx';
import { Door } from './door.js';
import { EarlierScans, MOST_EARLIER, Result, type ScanEnd } from './scan-result.jsx';
import { signal } from './signals.js';

const REFRESH_MS = 60_000;
/** Debounce: a camera reads the same code several times a second. */
const SAME_CODE_MS = 4_000;
const GATE = 'ropeline.scans.gate';

/** The scanner at the door: reads a code, shows one large verdict. */
export function ScanPage() {
  const heading = useHeading('Door');
  const [saleId, setSaleId] = useState('');
  const [gate, setGate] = useState(() => localStorage.getItem(GATE) ?? '');
  const { data, error } = useQuery({
    queryKey: ['scan-sales'],
    queryFn: ({ signal: abort }) => call<{ sales: ScanSaleShape[] }>('GET', 'scans/sales', undefined, abort),
  });
  const page = useRef<HTMLElement>(null);
  const sales = data?.sales ?? [];
  const chosen = saleId || nextShow(sales)?.id || '';
  return (
    <section ref={page} className="page scan-page">
      <h1 ref={heading} tabIndex={-1} className="hidden-words">
        Door
      </h1>
      <RefusalNote error={error} />
      {data && sales.length === 0 && <p className="empty">No sale has tickets yet.</p>}
      {chosen !== '' && (
        <>
          {/* whoever goes through the shows by keyboard stays there until the choice is closed */}
          <DoorView key={chosen} saleId={chosen} gate={gate} takesFocus={saleId === ''} />
          <details
            className="more"
            onToggle={({ currentTarget }) => {
              if (!currentTarget.open) page.current?.querySelector<HTMLInputElement>('form input')?.focus();
            }}
          >
            <summary>Show and gate</summary>
            <div className="stack">
              <SelectField
                label="Show"
                value={chosen}
                options={sales.map(({ id, show, name, startsAt }) => ({
                  value: id,
                  label: `${show} · ${name}, ${formatShortDayAndTime(startsAt, 'en-GB')}`,
                }))}
                onChange={setSaleId}
              />
              <TextField
                label="Gate"
                why="Told to whoever scans the same ticket again."
                placeholder="North"
                maxLength={40}
                value={gate}
                onChange={(value) => {
                  setGate(value);
                  localStorage.setItem(GATE, value);
                }}
              />
            </div>
          </details>
        </>
      )}
    </section>
  );
}

const HOURS_AFTER = 6;
/** Preselects the show most likely being scanned. */
const nextShow = (sales: readonly ScanSaleShape[]): ScanSaleShape | undefined =>
  sales.find(({ startsAt }) => Date.parse(startsAt) > Date.now() - HOURS_AFTER * 3_600_000) ?? sales.at(-1);

function DoorView({ saleId, gate, takesFocus }: { saleId: string; gate: string; takesFocus: boolean }) {
  const door = useMemo(() => new Door(saleId), [saleId]);
  const state = useSyncExternalStore(door.subscribe, door.current);
  const [typed, setTyped] = useState('');
  /** Newest first. */
  const [ends, setEnds] = useState<readonly ScanEnd[]>([]);
  const [waiting, setWaiting] = useState(0);
  const asked = useRef(new Set<string>());
  const turn = useRef(Promise.resolve());
  const last = useRef({ code: '', at: 0 });
  const input = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const again = (): void => void door.refresh().catch(() => undefined);
    again();
    const timer = setInterval(again, REFRESH_MS);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [door]);
  /**
   * One after the other, so that no verdict is taken for another ticket's: one that was reached while the next ticket is
   * already being asked stands in the list. A code that is being asked is not asked again.
   */
  const decide = (code: string): void => {
    if (asked.current.has(code)) return;
    asked.current.add(code);
    setWaiting(asked.current.size);
    turn.current = turn.current.then(async () => {
      await decideOn(code);
      asked.current.delete(code);
      setWaiting(asked.current.size);
    });
  };
  const decideOn = async (code: string): Promise<void> => {
    const end = await endOf(code);
    signal(end.verdict?.result ?? 'invalid');
    setEnds((before) => [end, ...before].slice(0, MOST_EARLIER + 1));
  };
  const endOf = async (code: string): Promise<ScanEnd> => {
    const scan = { key: crypto.randomUUID(), askedAt: new Date().toISOString() };
    try {
      return { ...scan, verdict: await door.scan(code, gate), trouble: '' };
    } catch (thrown) {
      const trouble = thrown instanceof Error ? thrown.message : 'That did not work.';
      return { ...scan, verdict: null, trouble };
    }
  };
  const seen = (code: string): void => {
    const now = Date.now();
    const isSame = code === last.current.code && now - last.current.at < SAME_CODE_MS;
    last.current = { code, at: now };
    if (!isSame) decide(code);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const code = typed.trim();
    if (code === '') return;
    setTyped('');
    decide(code);
    input.current?.querySelector('input')?.focus();
  };
  return (
    <>
      <Result waiting={waiting} end={ends[0] ?? null} />
      <EarlierScans checking={waiting > 0} ends={waiting > 0 ? ends : ends.slice(1)} />
      <Camera onCode={seen} />
      <form ref={input} onSubmit={submit}>
        <TextField
          label="Code"
          why="A hand scanner types it here by itself; or type it and press Enter."
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          spellCheck={false}
          autoFocus={takesFocus}
        />
      </form>
      <p className={`door-state small ${state.offline ? 'tone-warn strong' : 'muted'}`} role="status">
        <Icon name={state.offline ? 'warn' : 'check'} size={16} />
        <span>
          {state.offline ? 'No network: this device decides by its list. ' : 'Connected. '}
          {state.listAt === null
            ? 'No list yet. '
            : `List of ${formatTimeOfDay(state.listAt, 'en-GB')}: ${count(state.tickets)} tickets. `}
          {count(state.letIn)} let in here.
          {state.waiting > 0 && ` ${count(state.waiting)} scans wait to be handed in.`}
          {state.conflicts > 0 && ` ${count(state.conflicts)} had come in elsewhere too.`}
        </span>
      </p>
    </>
  );
}
