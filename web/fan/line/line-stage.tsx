import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/shapes.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { follow, go } from '../state/navigation.js';
import { salePath } from '../state/route.js';
import { useStore } from '../state/store.js';
import { mayPass, RefusalNote, type Trouble } from '../ui/refusal.js';
import { wordsStore } from '../words/index.js';
import type { LineSession, LineSessionState } from './line-session.js';
import type { LineView } from './line-view.js';
import {
  BeforeStage,
  DoorStage,
  DrawingStage,
  OutlineStage,
  RevealStage,
  StatementStage,
  WaitingStage,
} from './stages.js';
import { TurnPanel } from './turn-panel.js';

/** Whether a place of this lane needs an access code, which may be used up. */
export const isCodedLane = ({ lanes }: SaleShape, key: string | undefined): boolean =>
  lanes.some((lane) => lane.key === key && lane.access !== 'open');

export interface StageArea {
  session: LineSession;
  state: LineSessionState;
  view: LineView;
  sale: SaleShape;
}

function JoinAgain({
  session,
  sale,
  lane,
}: Pick<StageArea, 'session' | 'sale'> & { lane: string | undefined }): JSX.Element {
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

/** What the page shows in this phase of the place. */
export function Stage({
  session,
  state,
  view,
  sale,
  revealing,
}: StageArea & { revealing: boolean }): JSX.Element | null {
  const words = useStore(wordsStore);
  const number = state.joined?.number ?? null;
  const common = { view, sale, number };
  const again = <JoinAgain session={session} sale={sale} lane={state.joined?.lane ?? sale.lanes[0]?.key} />;
  // the sale page asks for codes, lanes and addresses
  const toSale = (
    <a class="button button-main" {...follow(salePath(sale.slug))}>
      {words.sale.take}
    </a>
  );
  const open = sale.state !== 'closed' && sale.state !== 'scheduled';
  const isCoded = isCodedLane(sale, state.joined?.lane);
  switch (view.phase) {
    case 'loading':
      return state.unread && state.snapshot ? (
        <OutlineStage view={view} sale={sale} snapshot={state.snapshot} />
      ) : (
        <p class="muted">{words.common.loading}</p>
      );
    case 'before':
      return <BeforeStage {...common} />;
    case 'drawing':
      return <DrawingStage {...common} />;
    case 'waiting':
      if (revealing) return <RevealStage {...common} drawn={state.check?.arithmetic.drawn ?? 1} />;
      return <WaitingStage {...common} startAhead={state.startAhead} />;
    case 'atDoor':
    case 'lapsed':
      return <DoorStage {...common} insisting={state.claim !== 'idle'} onHere={() => void session.claim()} />;
    case 'turn':
      return (
        <TurnPanel
          view={view}
          asking={state.claim === 'asking'}
          showName={sale.show.name}
          path={salePath(sale.slug, 'line')}
          onClaim={() => void session.claim()}
        />
      );
    case 'deferred':
      return (
        <StatementStage
          kind="deferred"
          title={words.line.deferred(formatTimeOfDay(view.deferredUntil ?? '', words.locale))}
          text={words.line.deferredText}
        />
      );
    case 'admitted':
      return (
        <StatementStage
          kind="done"
          title={words.line.admittedTitle}
          text={words.line.admittedText}
          action={
            <a class="button button-main" href={salePath(sale.slug, 'shop')}>
              {words.line.admittedButton}
            </a>
          }
        />
      );
    case 'paused':
      return (
        <>
          <StatementStage kind="paused" title={words.line.pausedTitle} text={words.line.pausedText} />
          {view.ahead !== null && <WaitingStage {...common} startAhead={state.startAhead} />}
        </>
      );
    case 'soldOut':
      return <StatementStage kind="soldOut" title={words.line.soldOutTitle} text={words.line.soldOutText} />;
    case 'closed':
      return <StatementStage kind="closed" title={words.line.closedTitle} text={words.line.closedText} />;
    case 'expired':
      return (
        <StatementStage
          kind="expired"
          title={words.line.expiredTitle}
          text={words.line.expiredText}
          action={open ? again : null}
        />
      );
    case 'left':
      return (
        <StatementStage
          kind="left"
          title={words.line.leftTitle}
          text={isCoded ? words.line.leftCodeText : words.line.leftText}
          action={open ? again : null}
        />
      );
    case 'moved':
      return <StatementStage kind="left" title={words.line.movedTitle} text={words.line.movedText} />;
    case 'used':
      return <StatementStage kind="done" title={words.line.doneTitle} text={words.line.usedText} />;
    case 'done':
      return (
        <StatementStage
          kind="done"
          title={words.line.doneTitle}
          text={words.line.doneText}
          action={open ? again : null}
        />
      );
    case 'noPlace':
      return (
        <StatementStage
          kind="noPlace"
          title={words.line.noPlaceTitle}
          text={words.line.noPlaceText}
          action={open ? toSale : null}
        />
      );
  }
}
