import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LiveShape } from '../../../src/contract/shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { Icon } from '../ui/icons.jsx';
import { go } from '../ui/router.jsx';
import { ExtendDialog } from './extend-dialog.jsx';
import { MessageDialog } from './message-dialog.jsx';
import { PostponeDialog } from './postpone-dialog.jsx';
import { halfSpeedQuestion, questionOf, type Verb } from './questions.jsx';
import { SpeedDialog } from './speed-dialog.jsx';

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  /** With the sale as it is now, or null: look again. */
  onChanged: (sale: StaffSaleShape | null) => void;
}

/** The big switches. Each says what it will do to how many people before it does it. */
export function Switches({ sale, live, onChanged }: Props) {
  const { mayChange, mayRun } = useSession();
  const [question, setQuestion] = useState<Question | null>(null);
  const [dialog, setDialog] = useState<'speed' | 'message' | 'postpone' | 'extend' | null>(null);
  const ask = (verb: Verb): void => {
    const run = async (): Promise<void> => onChanged(await call<StaffSaleShape>('POST', `sales/${sale.id}/${verb}`));
    setQuestion({ ...questionOf(verb, sale, live), run });
  };
  const { state } = live;
  const isBeforeOpening =
    state === 'scheduled' || state === 'prequeue' || (state === 'paused' && sale.pausedFrom === 'prequeue');
  const remove = (): void => {
    const run = async (): Promise<void> => {
      await call('DELETE', `sales/${sale.id}`);
      go('/admin');
    };
    setQuestion({
      title: 'Delete this draft?',
      action: 'Delete',
      bad: true,
      body: <p>Nobody has seen it. Its address /s/{sale.slug} is free again. This cannot be undone.</p>,
      run,
    });
  };
  const halve = (): void => {
    const perMinute = Math.floor(sale.policy.perMinute / 2);
    const run = async (): Promise<void> => {
      await call('PUT', `sales/${sale.id}/policy`, { perMinute, version: sale.policyVersion });
      onChanged(null);
    };
    setQuestion({ ...halfSpeedQuestion(sale, live), run });
  };
  const runs = state === 'prequeue' || state === 'on_sale';
  return (
    <section className="card switches" aria-label="Switches">
      <h2>Switches</h2>
      {!mayRun && <p className="muted small">You may look. Owners, managers and operators use the switches.</p>}
      <div className="switch-grid">
        {state === 'draft' && (
          <Button
            size="lg"
            fullWidth
            disabled={!mayChange}
            onClick={() => ask('publish')}
            leftSection={<Icon name="play" />}
          >
            Publish
          </Button>
        )}
        {runs && (
          <Button
            size="lg"
            fullWidth
            disabled={!mayRun}
            onClick={() => ask('pause')}
            leftSection={<Icon name="pause" />}
          >
            Pause
          </Button>
        )}
        {state === 'paused' && (
          <Button
            size="lg"
            fullWidth
            disabled={!mayRun}
            onClick={() => ask('resume')}
            leftSection={<Icon name="play" />}
          >
            Resume
          </Button>
        )}
        {(state === 'scheduled' || state === 'prequeue') && (
          <Button
            variant="default"
            fullWidth
            disabled={!mayRun}
            onClick={() => ask('open')}
            leftSection={<Icon name="play" size={16} />}
          >
            Open now
          </Button>
        )}
        {state === 'draft' && (
          <>
            <Button
              variant="default"
              fullWidth
              disabled={!mayChange}
              onClick={() => go(`/admin/sales/${sale.id}/edit`)}
            >
              Edit
            </Button>
            <Button variant="subtle" color="bad" fullWidth disabled={!mayChange} onClick={remove}>
              Delete the draft
            </Button>
          </>
        )}
        {isBeforeOpening && (
          <Button
            variant="default"
            fullWidth
            disabled={!mayChange}
            onClick={() => setDialog('postpone')}
            leftSection={<Icon name="clock" size={16} />}
          >
            Opening time
          </Button>
        )}
        {state === 'on_sale' && (
          <Button
            variant="default"
            fullWidth
            disabled={!mayRun || sale.policy.perMinute < 2}
            onClick={halve}
            leftSection={<Icon name="gauge" size={16} />}
          >
            Half speed
          </Button>
        )}
        {(state === 'on_sale' || state === 'paused' || state === 'sold_out') && (
          <Button
            variant="default"
            fullWidth
            disabled={!mayRun}
            onClick={() => setDialog('extend')}
            leftSection={<Icon name="clock" size={16} />}
          >
            More time
          </Button>
        )}
        {state !== 'closed' && (
          <Button
            variant="default"
            fullWidth
            disabled={!mayRun}
            onClick={() => setDialog('speed')}
            leftSection={<Icon name="gauge" size={16} />}
          >
            Cap and speed
          </Button>
        )}
        {state !== 'draft' && state !== 'closed' && (
          <>
            <Button
              variant="default"
              fullWidth
              disabled={!mayRun}
              onClick={() => setDialog('message')}
              leftSection={<Icon name="speech" size={16} />}
            >
              {sale.notice ? 'Change message' : 'Message'}
            </Button>
            <Button
              variant="subtle"
              color="bad"
              fullWidth
              disabled={!mayChange}
              onClick={() => ask('close')}
              leftSection={<Icon name="stop" size={16} />}
            >
              Close for good
            </Button>
          </>
        )}
        <Button variant="subtle" fullWidth disabled={!mayChange} onClick={() => go(`/admin/new?like=${sale.id}`)}>
          The same again
        </Button>
        {state === 'closed' && <p className="muted">The sale is over. Tickets and orders stay.</p>}
      </div>
      {sale.notice && (
        <p className="notice small">
          <Icon name="speech" size={16} /> “{sale.notice.text}”
        </p>
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
      {dialog === 'speed' && (
        <SpeedDialog sale={sale} live={live} onClose={() => setDialog(null)} onChanged={() => onChanged(null)} />
      )}
      {dialog === 'postpone' && (
        <PostponeDialog sale={sale} live={live} onClose={() => setDialog(null)} onChanged={onChanged} />
      )}
      {dialog === 'extend' && (
        <ExtendDialog sale={sale} live={live} onClose={() => setDialog(null)} onChanged={onChanged} />
      )}
      {dialog === 'message' && (
        <MessageDialog sale={sale} live={live} onClose={() => setDialog(null)} onChanged={onChanged} />
      )}
    </section>
  );
}
