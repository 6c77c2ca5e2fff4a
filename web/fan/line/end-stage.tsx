import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { go } from '../state/navigation.js';
import { salePath } from '../state/route.js';
import { useStore } from '../state/store.js';
import { mayPass, RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import type { LineSession } from './line-session.js';
import type { LineState } from './line-view.js';
import type { StatementStage } from './stages.js';

interface Ended {
  session: LineSession;
  sale: SaleShape;
  lane: string | undefined;
}

function JoinAgain({ session, sale, lane }: Ended): JSX.Element {
  const words = useStore(wordsStore);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const join = async (): Promise<void> => {
    setTrouble(null);
    const answer = await session.join({ lane });
    if (answer.kind === 'ok') return;
    if (mayPass(answer)) setTrouble(answer);
    // the sale page has the fields for what is required: a code, an e-mail address
    else go(salePath(sale.slug));
  };
  return (
    <>
      {trouble && <RefusalNote trouble={trouble} onRetry={() => void join()} />}
      <button type="button" class="button button-main" onClick={() => void join()}>
        {words.line.again}
      </button>
    </>
  );
}

/** Tells a fan how their place ended, and offers a new one where they can have it. */
export function EndStage({
  ended,
  isCoded,
  Statement,
  ...place
}: Ended & {
  ended: NonNullable<LineState['ended']>;
  isCoded: boolean;
  /** Given by the page, whose first paint has it: importing it would part it from the page's chunk. */
  Statement: typeof StatementStage;
}): JSX.Element {
  const { line } = useStore(wordsStore);
  const { placeEnd } = useStore(insideWords());
  const { sale, lane } = place;
  const open = sale.state !== 'closed' && sale.state !== 'scheduled';
  const again = open ? <JoinAgain {...place} lane={lane ?? sale.lanes[0]?.key} /> : null;
  switch (ended) {
    case 'expired':
      return <Statement kind="expired" title={line.expiredTitle} text={line.expiredText} action={again} />;
    case 'left': {
      const text = isCoded ? placeEnd.leftCodeText : line.leftText;
      return <Statement kind="left" title={line.leftTitle} text={text} action={again} />;
    }
    case 'moved':
      return <Statement kind="left" title={placeEnd.movedTitle} text={placeEnd.movedText} />;
    case 'done':
      return <Statement kind="done" title={line.doneTitle} text={line.doneText} action={again} />;
    case 'used':
      return <Statement kind="done" title={line.doneTitle} text={placeEnd.usedText} />;
  }
}
