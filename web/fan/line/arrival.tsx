import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api, type Answer } from '../net/api.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { identityBox, placeBox } from '../state/boxes.js';
import { useStore } from '../state/store.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import { Lazy } from '../ui/lazy.js';
import type { Arrival } from './arrival.rules.js';
import { loadCardStep, loadEmailStep } from './proof-steps.js';
import { takePlace } from './take-place.js';

async function accept(slug: string, { kind, code }: Arrival): Promise<Answer<unknown>> {
  if (kind === 'group') return await takePlace(slug, { lane: undefined, groupCode: code }, null);
  const answer = await api.takeHandoff(code, identityBox.get(slug));
  if (answer.kind === 'ok')
    placeBox.set(slug, { ...answer.data, commitmentSeen: null, startAhead: null, isMovedHere: true });
  return answer;
}

/** Asks for confirmation before using the code: opening a link alone must not move a place. */
export function ArrivalStage({
  sale,
  arrival,
  onDone,
}: {
  sale: SaleShape;
  arrival: Arrival;
  onDone: () => void;
}): JSX.Element {
  const words = useStore(wordsStore);
  const extras = useStore(insideWords()).actions;
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const isMove = arrival.kind === 'move';
  const { slug } = sale;
  const step = { slug, onProved: () => void go() };
  const isAsked = trouble?.kind === 'refused' && trouble.problem.code === 'IDENTITY_REQUIRED';
  const go = async () => {
    setBusy(true);
    setTrouble(null);
    const answer = await accept(slug, arrival);
    setBusy(false);
    if (answer.kind === 'ok') onDone();
    else setTrouble(answer);
  };
  return (
    <div class="statement">
      <h1 class="big-words">{isMove ? extras.takeTitle : extras.groupJoinTitle}</h1>
      <p class="lead stage-text">{isMove ? extras.takeText : extras.groupJoinText}</p>
      {trouble && <RefusalNote trouble={trouble} onRetry={() => void go()} />}
      {isAsked && sale.entry === 'email' && <Lazy load={loadEmailStep} props={step} />}
      {isAsked && sale.entry === 'card' && <Lazy load={loadCardStep} props={step} />}
      <button type="button" class="button button-main" disabled={busy} onClick={() => void go()}>
        {isMove ? extras.take : extras.groupJoin}
      </button>
      <button type="button" class="button button-quiet" onClick={onDone}>
        {words.common.cancel}
      </button>
    </div>
  );
}
