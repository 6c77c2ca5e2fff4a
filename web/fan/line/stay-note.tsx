import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { mailBox, placeBox } from '../state/boxes.js';
import { salePath } from '../state/route.js';
import { useStore } from '../state/store.js';
import { Icon } from '../ui/icons.js';
import { Lazy } from '../ui/lazy.js';
import { wordsStore } from '../words/index.js';
import { keepForOffline } from '../worker/register.js';
import { soundStore } from './call-fan.js';
import { askToNotify, notifyStore, readNotifyState, trySound } from './probe-calls.js';
import { askToBeWoken, wakeStore } from './wake-by-push.js';

const loadMailStep = () => import('./mail-step.js').then((module) => module.MailStep);

function Can({ text }: { text: string }): JSX.Element {
  return (
    <li class="stay-on">
      <Icon name="check" size={16} /> {text}
    </li>
  );
}

/** A new place is told nothing before it is asked for again. */
function isMailed(slug: string): boolean {
  const number = mailBox.get(slug);
  return number !== null && number === placeBox.get(slug)?.number;
}

/** Shows how this device can actually alert its fan, as probed, and how long the place is kept after a missed call. */
export function StayNote({ sale, awake }: { sale: SaleShape; awake: boolean }): JSX.Element {
  const words = useStore(wordsStore);
  const sound = useStore(soundStore);
  const notify = useStore(notifyStore);
  const { calls } = words.line;
  const wake = useStore(wakeStore);
  const [mail, setMail] = useState<'off' | 'asking' | 'on'>(() => (isMailed(sale.slug) ? 'on' : 'off'));
  const subscribe = () => askToBeWoken({ slug: sale.slug, show: sale.show.name, language: words.code });
  const token = placeBox.get(sale.slug)?.placeToken;
  // fans who granted permission earlier are subscribed without asking again; a deferral changes the token that is kept
  useEffect(() => {
    const probe = async (): Promise<void> => {
      await readNotifyState();
      if (notifyStore.get() === 'on') return await subscribe();
      // on a first visit the worker that shows notifications is yet to start
      await keepForOffline();
      await readNotifyState();
      if (notifyStore.get() === 'on') await subscribe();
    };
    void probe();
  }, [token]);
  const proof = { title: calls.notifyOn, body: sale.show.name, path: salePath(sale.slug, 'line') };
  return (
    <section class="stay">
      <h2 class="stay-title">
        <Icon name="bell" /> {words.line.stayTitle}
      </h2>
      <p class="muted">{words.line.stay}</p>
      <ul class="stay-list">
        {sound === 'on' && <Can text={calls.soundOn} />}
        {notify === 'on' && <Can text={calls.notifyOn} />}
        {notify === 'on' && wake === 'on' && <Can text={calls.wake} />}
        {mail === 'on' && <Can text={calls.mailOn} />}
        {awake && <Can text={calls.awake} />}
        {notify === 'refused' && <li class="muted">{calls.notifyRefused}</li>}
        {notify === 'failed' && <li class="muted">{calls.notifyFailed}</li>}
        {notify === 'on' && wake === 'missing' && <li class="muted">{calls.wakeMissing}</li>}
        {notify === 'on' && wake === 'failed' && <li class="muted">{calls.wakeFailed}</li>}
      </ul>
      <div class="stay-buttons">
        {sound === 'off' && (
          <button type="button" class="button button-small" onClick={trySound}>
            {calls.soundTurnOn}
          </button>
        )}
        {notify === 'off' && (
          <button type="button" class="button button-small" onClick={() => void askToNotify(proof).then(subscribe)}>
            {calls.notify}
          </button>
        )}
        {mail === 'off' && (
          <button type="button" class="button button-small" onClick={() => setMail('asking')}>
            {calls.mail}
          </button>
        )}
      </div>
      {mail === 'asking' && <Lazy load={loadMailStep} props={{ slug: sale.slug, onDone: () => setMail('on') }} />}
      <p class="muted small">{calls.asleep(sale.turn.answerSeconds, sale.turn.keptMinutes)}</p>
    </section>
  );
}
