import type { JSX } from 'preact';
import { useStore } from '../state/store.js';
import { Icon } from '../ui/icons.js';
import { insideWords, wordsStore } from '../words/index.js';
import { beaconNote, type DrawArithmetic, type DrawCheck } from './draw-check.js';

/** Shows every step of the arithmetic with its figures, so that anyone can repeat it. */
export function DrawSteps({ sums }: { sums: DrawArithmetic }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const { steps } = inside.draw;
  const matches =
    sums.commitment === sums.commitmentComputed &&
    (sums.commitmentSeen === null || sums.commitmentSeen === sums.commitment);
  const rows: [label: string, value: string, remark?: string | undefined][] = [
    [steps.sealed, sums.commitmentSeen ?? sums.commitment, sums.commitmentSeen ? steps.sealedSeen : undefined],
    [steps.opened, sums.seed],
    [steps.hash, sums.commitmentComputed, matches ? steps.matches : steps.differs],
    ...(sums.beacon === null ? [] : ([[steps.beacon, sums.beacon]] as [string, string][])),
    [steps.sale, sums.saleId],
    [steps.lane, sums.lane],
    [steps.entries, words.count(sums.drawn)],
    [steps.yours, words.count(sums.number)],
    [steps.key, sums.key],
    [steps.order, words.count(sums.position)],
  ];
  return (
    <dl class="sums">
      {rows.map(([label, value, remark]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <code>{value}</code>
            {remark && <span class={matches ? 'sums-remark' : 'sums-remark sums-bad'}>{remark}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Shows the result of this device's own check of the draw, with the arithmetic behind it where anybody was drawn. */
export function DrawProof({ check, slug }: { check: DrawCheck; slug: string }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const { verdict, arithmetic } = check;
  const good = verdict !== 'mismatch';
  return (
    <section class={good ? 'proof' : 'proof proof-bad'}>
      <h2 class="proof-title">
        <Icon name={good ? (verdict === 'arrival' ? 'people' : 'check') : 'warn'} />
        {inside.draw[verdict]}
      </h2>
      <p class="muted">{inside.draw[`${verdict}Text`]}</p>
      {verdict !== 'arrival' && good && <p class="muted small">{beaconNote(arithmetic, inside.draw)}</p>}
      {arithmetic.drawn > 0 && (
        <details>
          <summary>{inside.draw.show}</summary>
          <DrawSteps sums={arithmetic} />
          <p class="small">
            <a href={`/verify?sale=${encodeURIComponent(slug)}`}>{words.common.verifier}</a>
          </p>
        </details>
      )}
    </section>
  );
}
