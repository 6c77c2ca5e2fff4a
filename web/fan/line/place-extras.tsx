import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { GroupShape } from '../../../src/contract/line/place-shapes.js';
import { api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { salePath } from '../state/route.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announce.js';
import { Dialog } from '../ui/dialog.js';
import { saveFile } from '../ui/save-file.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords } from '../words/index.js';
import type { LineSession } from './line-session.js';
import { pressMoreTime } from './place-presses.js';

export function CopyButton({ text }: { text: string }): JSX.Element {
  const extras = useStore(insideWords()).actions;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    sayNow(extras.copied);
  };
  return (
    // a browser that keeps its clipboard to itself shows the link, to be copied by hand
    <button type="button" class="button button-main" onClick={() => void copy().catch(() => prompt(extras.copy, text))}>
      {copied ? extras.copied : extras.copy}
    </button>
  );
}

const groupRereadMs = 5_000;

/** Shows the link that friends join by; it contains the shared number and no personal data. */
export function GroupDialog({
  token,
  slug,
  onClose,
}: {
  token: string;
  slug: string;
  onClose: () => void;
}): JSX.Element {
  const extras = useStore(insideWords()).actions;
  const [group, setGroup] = useState<GroupShape | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let next: ReturnType<typeof setTimeout> | undefined;
    let isOpen = true;
    const ask = async () => {
      const answer = await api.group(token);
      if (!isOpen) return;
      setTrouble(answer.kind === 'ok' ? null : answer);
      // a refused link leads nowhere; one that cannot be asked about may still be good
      if (answer.kind === 'refused') setGroup(null);
      if (answer.kind !== 'ok') return;
      setGroup(answer.data);
      // friends join while it is open
      next = setTimeout(() => void ask(), spread(groupRereadMs));
    };
    void ask();
    return () => {
      isOpen = false;
      clearTimeout(next);
    };
  }, [token, round]);
  return (
    <Dialog title={extras.groupTitle} onClose={onClose}>
      {group && <p>{extras.groupText(group.most)}</p>}
      {group && (
        <p class="muted" role="status">
          {extras.groupMembers(group.members, group.most)}
        </p>
      )}
      {trouble && <RefusalNote trouble={trouble} onRetry={() => setRound(round + 1)} />}
      <div class="dialog-buttons">
        {group && <CopyButton text={`${location.origin}${salePath(slug, 'line')}#group=${group.groupCode}`} />}
        <button type="button" class="button button-quiet" onClick={onClose}>
          {extras.close}
        </button>
      </div>
    </Dialog>
  );
}

export function MoreTimeDialog({ session, onClose }: { session: LineSession; onClose: () => void }): JSX.Element {
  const extras = useStore(insideWords()).actions;
  const [done, setDone] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const ask = async () => {
    const answer = await pressMoreTime(session);
    if (answer.kind === 'ok') setDone(true);
    else setTrouble(answer);
  };
  return (
    <Dialog title={extras.extraTitle} onClose={onClose}>
      <p role="status">{done ? extras.extraOn : extras.extraText}</p>
      {trouble && <RefusalNote trouble={trouble} />}
      <div class="dialog-buttons">
        {!done && (
          <button type="button" class="button button-main" onClick={() => void ask()}>
            {extras.extraYes}
          </button>
        )}
        <button type="button" class="button button-quiet" onClick={onClose}>
          {extras.close}
        </button>
      </div>
    </Dialog>
  );
}

/** Saves the place's receipt, which anyone can verify with the published keys. */
export async function saveReceipt(token: string): Promise<void> {
  const answer = await api.receipt(token);
  if (answer.kind !== 'ok') return;
  saveFile(`place-${answer.data.number}.json`, 'application/json', JSON.stringify(answer.data, null, 2));
}
