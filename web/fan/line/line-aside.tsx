import type { JSX } from 'preact';
import { useStore } from '../state/store.js';
import { PriceList } from '../ui/facts.js';
import { Lazy } from '../ui/lazy.js';
import { NoticeNote } from '../ui/sale-banner.js';
import { wordsStore } from '../words/index.js';
import { loadActions, loadProof, loadStay, loadStepUpAhead } from './lazy-parts.js';
import { aheadOfTurn, inLine } from './line-view.js';
import type { StageArea } from './stage-area.js';

export function Aside({ session, state, view, sale, awake }: StageArea & { awake: boolean }): JSX.Element {
  const words = useStore(wordsStore);
  const notice = state.snapshot?.notice;
  return (
    <aside class="line-aside">
      <NoticeNote notice={notice ?? null} place="line" />
      {state.snapshot?.stepUp && aheadOfTurn.has(view.phase) && <Lazy load={loadStepUpAhead} props={{}} />}
      {sale.state !== 'closed' && (
        <section class="card">
          <h2>{view.phase === 'before' ? words.sale.prices : words.line.left}</h2>
          <PriceList sale={sale} snapshot={view.phase === 'before' ? null : state.snapshot} />
        </section>
      )}
      {state.check && inLine.has(view.phase) && (
        <Lazy load={loadProof} props={{ check: state.check, slug: sale.slug }} />
      )}
      {inLine.has(view.phase) && <Lazy load={loadStay} props={{ sale, awake }} />}
      {inLine.has(view.phase) && <Lazy load={loadActions} props={{ session, state, view, sale }} />}
    </aside>
  );
}
