import { Button } from '@mantine/core';
import { useState } from 'react';
import type { JoinSwitchesShape } from '../../../../src/contract/line/entry-shapes.js';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { SalePolicyAnswer, StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import { call } from '../../net/api.js';
import type { StepUpFigures, StepUpRule } from '../../../../src/contract/line/step-up.js';
import { tallyWords, stepUpRows } from '../../../../src/contract/line/abuse-words.js';
import { challenges, stepUpChoices } from '../../sales/setup/entry-fields.jsx';
import { Dialog, DialogActions } from '../../ui/dialog.jsx';
import { CheckField, ChoiceField } from '../../ui/fields.jsx';
import { ListTable } from '../../ui/list-table.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { stepUpOf } from '../../sales/setup/sale-draft.js';
import { isTurnKept, joinEffects, stepUpEffects } from './join-effects.js';
import { type Part, type PartEnd, runParts } from './join-parts.js';
import { count, some } from '../figures/words.js';

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: () => void;
}
type Mode = JoinSwitchesShape['challenge'];

/** Sets who may still join and how hard the proof of work is. */
export function JoinsDialog({ sale, live, onClose, onChanged }: Props) {
  const [frozen, setFrozen] = useState(live.joins.frozen);
  const [challenge, setChallenge] = useState<Mode>(live.joins.challenge);
  const [chosen, setStepUp] = useState<StepUpRule>(sale.policy.stepUp);
  const turns = stepUpChoices({ entry: sale.entry, challenge });
  const ruleFor = (by: Mode, rule: StepUpRule): StepUpRule =>
    turns.length === 0 ? rule : stepUpOf({ entry: sale.entry, challenge: by, policy: { stepUp: rule } });
  const stepUp = ruleFor(challenge, chosen);
  // a stored rule that asks nobody without a proof of work is no change when the dialog opens
  const before = { ...sale.policy, stepUp: ruleFor(live.joins.challenge, sale.policy.stepUp) };
  const [ends, setEnds] = useState<readonly PartEnd[]>([]);
  const [busy, setBusy] = useState(false);
  const { waiting, called } = stageCounts(live);
  const sameTurn = isTurnKept({ stored: sale.policy.stepUp, before: before.stepUp, chosen, stepUp });
  const effects = [
    ...joinEffects(live, { frozen, challenge }),
    ...stepUpEffects(live, stepUp, sameTurn ? before : sale.policy),
  ];
  const sameJoins = frozen === live.joins.frozen && challenge === live.joins.challenge;
  const save = async (): Promise<void> => {
    setBusy(true);
    setEnds([]);
    const joins: Part = {
      name: 'Joining and proof of work',
      run: async () => await call<JoinSwitchesShape>('POST', `sales/${sale.id}/joins`, { frozen, challenge }),
    };
    const turn: Part = {
      name: 'E-mail address at the turn',
      run: async () => await call<SalePolicyAnswer>('PUT', `sales/${sale.id}/policy`, { stepUp }),
    };
    const parts = [...(sameJoins ? [] : [joins]), ...(sameTurn ? [] : [turn])];
    // networks go on being counted for as long as the question at the turn needs them
    const ended = await runParts(challenge === 'off' ? parts.reverse() : parts);
    setBusy(false);
    if (ended.some(({ error }) => error === null)) onChanged();
    if (ended.every(({ error }) => error === null)) return onClose();
    setEnds(ended);
  };
  return (
    <Dialog onClose={onClose} title="Who may join" size="lg" closeLabel="Close without changing">
      <div className="stack">
        <CheckField
          label="Let nobody new join for now"
          why={`${some(waiting + called, 'person in line keeps the place', 'people in line keep their places')}; calls go on as before.`}
          checked={frozen}
          onChange={setFrozen}
        />
        <ChoiceField
          label="Proof of work against bots"
          value={challenge}
          onChange={setChallenge}
          options={challenges}
        />
        {turns.length > 0 && (
          <ChoiceField label="E-mail address at the turn" value={stepUp} onChange={setStepUp} options={turns} />
        )}
        {live.abuse && <StepUpCounts counts={live.abuse.stepUp} />}
        {effects.length > 0 && (
          <div className="preview stack-small" role="status">
            {effects.map((effect) => (
              <p key={effect}>{effect}</p>
            ))}
          </div>
        )}
        <Networks networks={live.joins.networks} />
        <PartNotes ends={ends} />
        <DialogActions onClose={onClose}>
          <Button disabled={sameJoins && sameTurn} loading={busy} onClick={() => void save()}>
            Change it now
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}

/** Says of each part what became of it, where there is more than one. */
function PartNotes({ ends }: { ends: readonly PartEnd[] }) {
  if (ends.length < 2) return <RefusalNote error={ends[0]?.error} />;
  return ends.map(({ name, error }) =>
    error === null ? (
      <p key={name} className="note" role="status">
        <span className="strong">{name}:</span> changed.
      </p>
    ) : (
      <section key={name} className="stack-small" aria-label={name}>
        <p className="strong">{name}</p>
        <RefusalNote error={error} />
      </section>
    ),
  );
}

function StepUpCounts({ counts }: { counts: StepUpFigures }) {
  const rows = stepUpRows(counts);
  if (rows.length === 0) return null;
  return (
    <dl className="facts">
      {rows.map(({ what, count: times }) => (
        <div key={what}>
          <dt>{tallyWords(what)}</dt>
          <dd>{count(times)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Networks({ networks }: { networks: LiveShape['joins']['networks'] }) {
  if (networks === null) return <p className="field-why">Networks are not counted while the proof of work is off.</p>;
  if (networks.length === 0) return <p className="field-why">No network stands out.</p>;
  return (
    <>
      <p className="field-why">
        Networks with the most places. A school or a phone company can be one of them: a large share alone proves
        nothing.
      </p>
      <ListTable
        label="Networks with the most places"
        rows={networks}
        keyOf={({ network }) => network}
        columns={[
          { head: 'Network', cell: ({ network }) => <span className="mono">{network}</span> },
          { head: 'Places', cell: ({ places }) => count(places), className: 'number' },
          { head: 'Share', cell: ({ share }) => `${(share * 100).toFixed(1)} %`, className: 'number' },
        ]}
      />
    </>
  );
}
