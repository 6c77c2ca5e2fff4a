import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { HandoffShape } from '../../../src/contract/line/place-shapes.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { api } from '../net/api.js';
import { qrShape } from '../order/qr-path.js';
import { serverClock } from '../state/server-clock.js';
import { useStore } from '../state/store.js';
import { Dialog } from '../ui/dialog.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import { CopyButton } from './place-extras.js';

function Code({ url, label }: { url: string; label: string }): JSX.Element {
  const qr = useMemo(() => qrShape(url), [url]);
  return (
    <svg
      class="move-code"
      viewBox={`0 0 ${qr.size} ${qr.size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={qr.size} height={qr.size} fill="#ffffff" />
      <path d={qr.path} fill="#000000" />
    </svg>
  );
}

const shortestRenewalMs = 5_000;

/**
 * Shows the code that moves the place to another device. A new code is issued by each opening and when the last one
 * is over; the first one redeemed moves the place.
 */
export function MoveDialog({ token, onClose }: { token: string; onClose: () => void }): JSX.Element {
  const words = useStore(wordsStore);
  const [offer, setOffer] = useState<HandoffShape | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let renewal: ReturnType<typeof setTimeout> | undefined;
    let isOpen = true;
    const ask = async () => {
      const answer = await api.handoff(token);
      if (!isOpen) return;
      setTrouble(answer.kind === 'ok' ? null : answer);
      setOffer(answer.kind === 'ok' ? answer.data : null);
      if (answer.kind !== 'ok') return;
      // a code that is over would be a picture that leads nowhere
      const left = Date.parse(answer.data.expiresAt) - serverClock.now();
      renewal = setTimeout(() => void ask(), Math.max(shortestRenewalMs, left));
    };
    void ask();
    return () => {
      isOpen = false;
      clearTimeout(renewal);
    };
  }, [token, round]);
  const extras = useStore(insideWords()).actions;
  return (
    <Dialog title={extras.moveTitle} onClose={onClose}>
      <p>{extras.moveText}</p>
      {trouble && <RefusalNote trouble={trouble} onRetry={() => setRound(round + 1)} />}
      {offer ? <Code url={offer.url} label={extras.moveQr} /> : !trouble && <p class="muted">{words.common.loading}</p>}
      {offer && <p class="muted small">{extras.moveUntil(formatTimeOfDay(offer.expiresAt, words.locale))}</p>}
      <div class="dialog-buttons">
        {offer && <CopyButton text={offer.url} />}
        <button type="button" class="button button-quiet" onClick={onClose}>
          {extras.close}
        </button>
      </div>
    </Dialog>
  );
}
