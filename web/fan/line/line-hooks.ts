import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { waitPhrase } from '../../../src/words/phrases.js';
import { readPageData } from '../state/page-data.js';
import { stateShown } from '../state/sale.js';
import { useStore } from '../state/store.js';
import { say, sayNow } from '../ui/announce.js';
import { prefersStillness, useTitle } from '../ui/hooks.js';
import { wordsStore } from '../words/index.js';
import { unlockSound } from './call-fan.js';
import { LineSession } from './line-session.js';
import type { LineView, Phase } from './line-view.js';

const revealMs = 2_600;

export function useSession(slug: string): LineSession {
  const session = useMemo(
    () => new LineSession(slug, readPageData().slug === slug ? readPageData().snapshot : undefined),
    [slug],
  );
  useEffect(() => {
    session.start();
    // not as the press begins: what then says that sound is on moves the pressed control away from under the pointer
    document.addEventListener('click', unlockSound);
    document.addEventListener('keydown', unlockSound);
    return () => {
      session.stop();
      document.removeEventListener('click', unlockSound);
      document.removeEventListener('keydown', unlockSound);
    };
  }, [session]);
  return session;
}

/** True during the two-second reveal after the draw, if the page was open when it happened. */
export function useReveal(phase: Phase, position: number | null): boolean {
  const sawBefore = useRef(false);
  const [revealing, setRevealing] = useState(false);
  if (phase === 'before' || phase === 'drawing') sawBefore.current = true;
  useLayoutEffect(() => {
    if (!sawBefore.current || position === null) return;
    sawBefore.current = false;
    setRevealing(true);
    const timer = setTimeout(() => setRevealing(false), prefersStillness() ? revealMs / 2 : revealMs);
    return () => clearTimeout(timer);
  }, [position]);
  return revealing && phase === 'waiting';
}

/** Announces changes of the place, and shows them in the title. */
export function useNews(view: LineView, sale: SaleShape): void {
  const words = useStore(wordsStore);
  const { phase, ahead, position } = view;
  const title =
    phase === 'turn'
      ? words.line.titleTurn
      : phase === 'waiting' && ahead !== null
        ? words.line.titleAhead(ahead)
        : words.saleState[stateShown(sale)];
  useTitle([title, sale.show.name].filter((part) => part !== '').join(' · '));
  const wait = waitPhrase(view.wait, words);
  const drawn = useRef(position);
  useEffect(() => {
    if (position !== null && drawn.current === null) sayNow(words.line.sayPosition(position));
    drawn.current = position;
  }, [position, words]);
  useEffect(
    () => (phase === 'waiting' && ahead !== null ? say(words.line.say(ahead, wait)) : undefined),
    [phase, ahead, wait, words],
  );
}
