import { Button } from '@mantine/core';
import { useState } from 'react';
import { withTimes } from '../../../../src/contract/sale/notice.js';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { formatShortDayAndTime } from '../../../shared/format/time.js';
import { call } from '../../net/api.js';
import type { LivePoint } from '../../net/live-history.js';
import { useSession } from '../../session/session.js';
import { Confirm, type Question } from '../../ui/confirm.jsx';
import { Icon } from '../../ui/icons.jsx';
import { go } from '../../ui/router.jsx';
import { CancelShowDialog } from './cancel-show-dialog.jsx';
import { ExtendDialog } from './extend-dialog.jsx';
import { JoinsDialog } from './joins-dialog.jsx';
import { MessageDialog } from './message-dialog.jsx';
import { PostponeDialog } from './postpone-dialog.jsx';
import { PublishDialog } from '../review/publish-dialog.jsx';
import { halfSpeedQuestion, questionOf, removeQuestion, revokeQuestion, secureQuestion } from '../review/questions.jsx';
import { SpeedDialog } from './speed-dialog.jsx';
import { StockDialog } from './stock-dialog.jsx';
import { type Switch, type SwitchName, switchesOf } from './switch-list.js';
import { stateWords } from '../figures/words.js';

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  history: readonly LivePoint[];
  /** Receives the updated sale, or null if it has to be refetched. */
  onChanged: (sale: StaffSaleShape | null) => void;
}

/** These change the sale itself; the others control a running sale. */
const byChangers = new Set<SwitchName>(['publish', 'edit', 'remove', 'copy', 'close', 'cancel', 'postpone']);
const looks: Record<Switch['look'], object> = {
  main: { size: 'lg' },
  plain: { variant: 'default' },
  quiet: { variant: 'subtle' },
  bad: { variant: 'subtle', color: 'bad' },
};

/** The main switches. Each states its effect and the number of people affected before it acts. */
export function Switches({ sale, live, history, onChanged }: Props) {
  const { mayChange, mayRun } = useSession();
  const [asked, setAsked] = useState<{ name: SwitchName; question: Question } | null>(null);
  const [dialog, setDialog] = useState<SwitchName | null>(null);
  const { state } = live;
  const offered = switchesOf(state, sale, live.joins.frozen);
  const press = (name: SwitchName): void => {
    if (name === 'edit') return go(`/admin/sales/${sale.id}/edit`);
    if (name === 'copy') return go(`/admin/new?like=${sale.id}`);
    const question = questionFor(name, { sale, live, history, onChanged });
    if (question) setAsked({ name, question });
    else setDialog(name);
  };
  // its figures go on while it is read; what it does is what was pressed, with the version seen then
  const question = asked && {
    ...asked.question,
    body: questionFor(asked.name, { sale, live, history, onChanged })?.body ?? asked.question.body,
    ...(offered.some(({ name }) => name === asked.name)
      ? {}
      : { settled: `Nothing is left to do: the sale is now “${stateWords[state].toLowerCase()}”.` }),
  };
  return (
    <section className="card switches" aria-label="Switches">
      <h2>Switches</h2>
      {!mayRun && <p className="muted small">You may look. Owners, managers and operators use the switches.</p>}
      <div className="switch-grid">
        {offered.map(({ name, label, icon, look, disabled = false }) => (
          <Button
            key={name}
            fullWidth
            {...looks[look]}
            className={`switch-${look}`}
            disabled={!(byChangers.has(name) ? mayChange : mayRun) || disabled}
            onClick={() => press(name)}
            leftSection={icon && <Icon name={icon} size={look === 'main' ? 20 : 16} />}
          >
            {label}
          </Button>
        ))}
      </div>
      {state === 'closed' && <p className="muted">The sale is over. Tickets and orders stay.</p>}
      {live.joins.frozen && state !== 'closed' && (
        <p className="notice small">
          <Icon name="warn" size={16} /> Nobody new can join.
        </p>
      )}
      {sale.notice && (
        <p className="notice small">
          <Icon name="speech" size={16} /> “{noticeWords(sale.notice.text, sale.show.timeZone)}”
        </p>
      )}
      <Confirm question={question} onClose={() => setAsked(null)} />
      <Dialog name={dialog} {...{ sale, live, history, onChanged }} onClose={() => setDialog(null)} />
    </section>
  );
}

/** As somebody at the venue reads it. */
const noticeWords = (text: string, timeZone: string): string =>
  withTimes(text, (at) => formatShortDayAndTime(at, 'en-GB', timeZone));

/** Returns the confirmation for a switch that needs no form; null for one with a form of its own. */
function questionFor(name: SwitchName, { sale, live, history, onChanged }: Props): Question | null {
  const path = `sales/${sale.id}`;
  switch (name) {
    case 'open':
    case 'pause':
    case 'resume':
    case 'close':
      return {
        ...questionOf(name, sale, live),
        run: async () => onChanged(await call<StaffSaleShape>('POST', `${path}/${name}`)),
      };
    case 'half': {
      const body = { perMinute: Math.floor(sale.policy.perMinute / 2), version: sale.policyVersion };
      return {
        ...halfSpeedQuestion(sale, live, history),
        run: () => call('PUT', `${path}/policy`, body).then(() => onChanged(null)),
      };
    }
    case 'secure': {
      const isSecure = sale.policy.threeDSecure === 'any';
      const body = { threeDSecure: isSecure ? 'auto' : 'any', version: sale.policyVersion };
      return {
        ...secureQuestion(isSecure),
        run: () => call('PUT', `${path}/policy`, body).then(() => onChanged(null)),
      };
    }
    case 'revoke':
      return {
        ...revokeQuestion(live),
        run: () => call('POST', `${path}/revoke-passes`, {}).then(() => onChanged(null)),
      };
    case 'remove':
      return { ...removeQuestion(sale), run: () => call('DELETE', path).then(() => go('/admin')) };
    default:
      return null;
  }
}

function Dialog(props: Props & { name: SwitchName | null; onClose: () => void }) {
  const { name, sale, live, history, onChanged, onClose } = props;
  const again = (): void => onChanged(null);
  switch (name) {
    case 'publish':
      return <PublishDialog {...{ sale, onChanged, onClose }} />;
    case 'speed':
      return <SpeedDialog {...{ sale, live, history, onClose }} onChanged={again} />;
    case 'stock':
      return <StockDialog {...{ sale, live, onClose }} onChanged={again} />;
    case 'joins':
      return <JoinsDialog {...{ sale, live, onClose }} onChanged={again} />;
    case 'cancel':
      return <CancelShowDialog {...{ sale, live, onClose }} onChanged={again} />;
    case 'postpone':
      return <PostponeDialog {...{ sale, live, onChanged, onClose }} />;
    case 'extend':
      return <ExtendDialog {...{ sale, live, onChanged, onClose }} />;
    case 'message':
      return <MessageDialog {...{ sale, live, onChanged, onClose }} />;
    default:
      return null;
  }
}
