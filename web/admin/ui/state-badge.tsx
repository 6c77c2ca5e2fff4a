import type { SaleState } from '../../../src/contract/sale/sale-shapes.js';
import { stateWords } from '../control/figures/words.js';
import { Icon, type IconName } from './icons.jsx';

const looks: Record<SaleState, { icon: IconName; tone: 'quiet' | 'ok' | 'warn' | 'accent' }> = {
  draft: { icon: 'pen', tone: 'quiet' },
  scheduled: { icon: 'clock', tone: 'quiet' },
  prequeue: { icon: 'people', tone: 'accent' },
  on_sale: { icon: 'play', tone: 'ok' },
  paused: { icon: 'pause', tone: 'warn' },
  sold_out: { icon: 'check', tone: 'accent' },
  closed: { icon: 'stop', tone: 'quiet' },
};

/** Shows a sale's state as text, icon and colour. */
export function StateBadge({ state }: { state: SaleState }) {
  const { icon, tone } = looks[state];
  return (
    <span className={`badge badge-${tone}`}>
      <Icon name={icon} size={14} />
      {stateWords[state]}
    </span>
  );
}
