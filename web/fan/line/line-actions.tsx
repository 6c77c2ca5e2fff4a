import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { mayMove } from '../../../src/contract/line/may-move.js';
import { placeBox } from '../state/boxes.js';
import { useStore } from '../state/store.js';
import { Dialog } from '../ui/dialog.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords } from '../words/index.js';
import { Lazy } from '../ui/lazy.js';
import { GroupDialog, MoreTimeDialog, saveReceipt } from './place-extras.js';
import type { LineSession } from './line-session.js';
import { isCodedLane } from './line-view.js';
import type { StageArea } from './stage-area.js';
import { pressLeave } from './place-presses.js';

type Extra = 'move' | 'group' | 'extra';

/** Its chunk includes the QR encoder. */
const loadMove = () => import('./move-dialog.js').then((module) => module.MoveDialog);
const loadDefer = () => import('./defer-dialog.js').then((module) => module.DeferDialog);

function LeaveDialog({
  session,
  isCoded,
  onClose,
}: {
  session: LineSession;
  isCoded: boolean;
  onClose: () => void;
}): JSX.Element {
  const inside = useStore(insideWords());
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const leave = async () => {
    const answer = await pressLeave(session);
    if (answer.kind === 'ok') onClose();
    else setTrouble(answer);
  };
  return (
    <Dialog title={inside.actions.leaveTitle} onClose={onClose}>
      <p>{isCoded ? inside.actions.leaveCodeText : inside.actions.leaveText}</p>
      {trouble && <RefusalNote trouble={trouble} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {inside.actions.stayHere}
        </button>
        <button type="button" class="button button-bad" onClick={() => void leave()}>
          {inside.actions.leaveYes}
        </button>
      </div>
    </Dialog>
  );
}

/** Secondary actions at the foot of the waiting room. */
export function LineActions({ session, state, view, sale }: StageArea): JSX.Element {
  const inside = useStore(insideWords());
  const [open, setOpen] = useState<'defer' | 'leave' | Extra | null>(null);
  const close = () => setOpen(null);
  // an access code may be used up
  const isCoded = isCodedLane(sale, state.joined?.lane);
  // as far as this device knows; the server decides
  const canMove = mayMove(sale.handoff, state.position, placeBox.get(sale.slug)?.isMovedHere === true);
  const offer = (extra: Extra) => (
    <button type="button" class="link-button" onClick={() => setOpen(extra)}>
      {inside.actions[extra]}
    </button>
  );
  return (
    <div class="line-actions">
      {(view.phase === 'waiting' || view.phase === 'atDoor') && (
        <button type="button" class="link-button" onClick={() => setOpen('defer')}>
          {inside.actions.defer}
        </button>
      )}
      {view.phase === 'before' && offer('group')}
      {canMove && offer('move')}
      {offer('extra')}
      <button type="button" class="link-button" onClick={() => void saveReceipt(session.placeToken())}>
        {inside.actions.receipt}
      </button>
      <button type="button" class="link-button" onClick={() => setOpen('leave')}>
        {inside.actions.leave}
      </button>
      {open === 'defer' && <Lazy load={loadDefer} props={{ session, onClose: close }} />}
      {open === 'leave' && <LeaveDialog session={session} isCoded={isCoded} onClose={close} />}
      {open === 'extra' && <MoreTimeDialog session={session} onClose={close} />}
      {open === 'group' && <GroupDialog token={session.placeToken()} slug={sale.slug} onClose={close} />}
      {open === 'move' && <Lazy load={loadMove} props={{ token: session.placeToken(), onClose: close }} />}
    </div>
  );
}
