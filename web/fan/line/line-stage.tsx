import type { JSX } from 'preact';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { follow } from '../state/navigation.js';
import { salePath } from '../state/route.js';
import { useStore } from '../state/store.js';
import { Lazy } from '../ui/lazy.js';
import { StoppedNote } from '../ui/sale-banner.js';
import { wordsStore } from '../words/index.js';
import { loadEnd, loadStepUp } from './lazy-parts.js';
import { isCodedLane } from './line-view.js';
import type { StageArea } from './stage-area.js';
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
  // the sale page asks for codes, lanes and addresses
  const toSale = (
    <a class="button button-main" {...follow(salePath(sale.slug))}>
      {words.sale.take}
    </a>
  );
  const open = sale.state !== 'closed' && sale.state !== 'scheduled';
  if (sale.show.canceledAt) return <StoppedNote state="closed" isCanceled />;
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
    case 'stepUp':
      return (
        <Lazy
          load={loadStepUp}
          props={{ session, keptUntil: view.keptUntil ?? '', ofEveryone: state.snapshot?.stepUp === 'everyone' }}
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
    case 'left':
    case 'moved':
    case 'done':
    case 'used':
      return (
        <Lazy
          load={loadEnd}
          props={{
            ...{ ended: view.phase, session, sale, lane: state.joined?.lane },
            ...{ isCoded: isCodedLane(sale, state.joined?.lane), Statement: StatementStage },
          }}
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
