import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { BeaconVerdict } from '../../../src/contract/line/beacon.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { beaconNote, checkDraw, type DrawCheck } from '../line/draw-check.js';
import { DrawSteps } from '../line/draw-proof.js';
import { api } from '../net/api.js';
import { placeBox } from '../state/boxes.js';
import { isOnServer } from '../state/page-data.js';
import { useStore } from '../state/store.js';
import { useSaid } from '../ui/announce.js';
import { useTitle } from '../ui/hooks.js';
import { Icon } from '../ui/icons.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords } from '../words/index.js';
import { entryNumberOf } from './entry-number.js';
import { readSnapshotText, slugIn } from './read-snapshot.js';
import './verify.css';

interface Form {
  slug: string;
  text: string;
  lane: string;
  number: string;
}

type Outcome =
  | { kind: 'check'; check: DrawCheck }
  | { kind: 'notJson' | 'notDrawn' | 'number' }
  | { kind: 'unknown'; most: number };

async function beaconVerdictOf({ draw }: Snapshot): Promise<BeaconVerdict> {
  if (draw.beaconChain === null || draw.seed === null) return 'none';
  return (await import('../../../src/contract/line/beacon.js')).verifyBeacon(draw);
}

async function run(form: Form): Promise<Outcome> {
  const snapshot = readSnapshotText(form.text);
  if (!snapshot) return { kind: 'notJson' };
  const number = entryNumberOf(form.number);
  if (number === null) return { kind: 'number' };
  const lane = form.lane || Object.keys(snapshot.lanes)[0] || '';
  const { arrivals = 0, drawn = 0 } = snapshot.lanes[lane] ?? {};
  const most = Math.max(arrivals, drawn ?? 0);
  if (number > most) return { kind: 'unknown', most };
  const beacon = await beaconVerdictOf(snapshot);
  const check = checkDraw(snapshot, lane, number, null, beacon);
  return check ? { kind: 'check', check } : { kind: 'notDrawn' };
}

function Result({ outcome }: { outcome: Outcome }): JSX.Element {
  const inside = useStore(insideWords());
  if (outcome.kind !== 'check') {
    return (
      <div class="note note-warn" role="alert">
        <Icon name="warn" />
        <p>{outcome.kind === 'unknown' ? inside.verify.unknown(outcome.most) : inside.verify[outcome.kind]}</p>
      </div>
    );
  }
  return <Checked check={outcome.check} />;
}

function Checked({ check: { verdict, arithmetic } }: { check: DrawCheck }): JSX.Element {
  const inside = useStore(insideWords());
  const bad = verdict === 'mismatch';
  // not the figures, of which many are hashes
  useSaid(
    `${bad ? inside.verify.bad : inside.verify.ok} ${inside.verify.result(arithmetic.number, arithmetic.position)}`,
  );
  return (
    <section class="card verify-result">
      <h2 class={bad ? 'verify-bad' : 'verify-ok'}>
        <Icon name={bad ? 'warn' : 'check'} /> {bad ? inside.verify.bad : inside.verify.ok}
      </h2>
      <p class="big-words">{inside.verify.result(arithmetic.number, arithmetic.position)}</p>
      {verdict === 'arrival' && <p>{inside.verify.after}</p>}
      <DrawSteps sums={arithmetic} />
      {!bad && <p class="small muted">{beaconNote(arithmetic, inside.draw)}</p>}
    </section>
  );
}

/** Recomputes any sale's draw on this device from public data. */
export function VerifyPage(): JSX.Element {
  const inside = useStore(insideWords());
  const [form, setForm] = useState<Form>(() => {
    const slug = new URLSearchParams(isOnServer() ? '' : location.search).get('sale') ?? '';
    const mine = slug ? placeBox.get(slug) : null;
    return { slug, text: '', lane: mine?.lane ?? '', number: mine ? String(mine.number) : '' };
  });
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useTitle(`${inside.verify.title} · Ropeline`);
  const change = (changes: Partial<Form>) => {
    setForm((before) => ({ ...before, ...changes }));
    setOutcome(null);
    if (changes.text !== undefined) setSnapshot(readSnapshotText(changes.text));
  };
  const load = async () => {
    const answer = await api.snapshot(slugIn(form.slug));
    setTrouble(answer.kind === 'ok' ? null : answer);
    if (answer.kind === 'ok') change({ text: JSON.stringify(answer.data, null, 2) });
  };
  useEffect(() => {
    if (form.slug) void load();
  }, []);
  const lanes = Object.keys(snapshot?.lanes ?? {});
  return (
    <div class="page verify-page">
      <div>
        <h1>{inside.verify.title}</h1>
        <p class="lead muted">{inside.verify.lead}</p>
      </div>
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          void run(form).then(setOutcome);
        }}
      >
        <div class="verify-load">
          <label class="field">
            <span>{inside.verify.bySale}</span>
            <input
              value={form.slug}
              placeholder="arena-night"
              spellcheck={false}
              autocapitalize="none"
              onInput={(event) => change({ slug: event.currentTarget.value })}
            />
          </label>
          <button type="button" class="button" disabled={form.slug.trim() === ''} onClick={() => void load()}>
            {inside.verify.load}
          </button>
        </div>
        {trouble && <RefusalNote trouble={trouble} />}
        <label class="field">
          <span>{inside.verify.byPaste}</span>
          <textarea
            value={form.text}
            spellcheck={false}
            rows={8}
            onInput={(event) => change({ text: event.currentTarget.value })}
          />
          <span class="muted small">
            {inside.verify.byPasteHint(`/v1/sales/${form.slug.trim() || 'arena-night'}/queue`)}
          </span>
        </label>
        <div class="verify-pair">
          <label class="field">
            <span>{inside.verify.lane}</span>
            {lanes.length > 0 ? (
              <select value={form.lane || lanes[0]} onChange={(event) => change({ lane: event.currentTarget.value })}>
                {lanes.map((lane) => (
                  <option key={lane} value={lane}>
                    {lane}
                  </option>
                ))}
              </select>
            ) : (
              <input
                value={form.lane}
                placeholder="general"
                onInput={(event) => change({ lane: event.currentTarget.value })}
              />
            )}
          </label>
          <label class="field">
            <span>{inside.verify.numberLabel}</span>
            <input
              value={form.number}
              inputMode="numeric"
              pattern="[0-9]*"
              onInput={(event) => change({ number: event.currentTarget.value })}
            />
            <span class="muted small">{inside.verify.numberHint}</span>
          </label>
        </div>
        <button type="submit" class="button button-main">
          {inside.verify.run}
        </button>
      </form>
      {outcome && <Result outcome={outcome} />}
    </div>
  );
}
