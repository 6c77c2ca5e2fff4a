import { Button } from '@mantine/core';
import { AreaField, ChoiceField, NumberField, SelectField, TextField } from '../../ui/fields.jsx';
import { Icon } from '../../ui/icons.jsx';
import { bindText, type FormPart } from './form-part.js';
import { type StepUpRule, stepUpRulesFor } from '../../../../src/contract/line/step-up.js';
import { type Challenge, emptyLane, type Entry, type LaneDraft, MOST, stepUpOf } from './sale-draft.js';

const entries: readonly { value: Entry; label: string; means: string }[] = [
  { value: 'open', label: 'Anybody', means: 'One place for each device. The fastest for fans.' },
  { value: 'email', label: 'A confirmed e-mail address', means: 'One place for each address; a code is mailed first.' },
  {
    value: 'account',
    label: 'An account of yours',
    means: 'Your own site signs who it is; one place for each account.',
  },
  {
    value: 'card',
    label: 'A checked card',
    means: 'One place for each card. The bank checks it and charges nothing; needs JavaScript.',
  },
];
export const challenges: readonly { value: Challenge; label: string; means: string }[] = [
  {
    value: 'auto',
    label: 'When needed',
    means: 'Only while one network takes more places than its share, or under load.',
  },
  { value: 'on', label: 'Always', means: 'A second or two of work for every phone; costly for a farm of bots.' },
  {
    value: 'observe',
    label: 'Only observed',
    means: 'Nobody is asked. The control room counts whom “When needed” would have asked, so that you can decide.',
  },
  { value: 'off', label: 'Never', means: 'Nothing is asked or counted. Bots take places as fast as they can ask.' },
];
const stepUps: readonly { value: StepUpRule; label: string; means: string }[] = [
  {
    value: 'observe',
    label: 'Only observed',
    means: 'Nobody is asked. The control room counts who would have been, so that you can decide.',
  },
  {
    value: 'on',
    label: 'Asked in crowded networks',
    means:
      'Places that one network took far above its share confirm an e-mail address when their turn comes, one turn for each address. Their place is kept meanwhile, and others go in.',
  },
  {
    value: 'everyone',
    label: 'Asked of everyone',
    means:
      'Everyone who is not inside yet confirms an e-mail address at the turn, one turn for each address: for a wave of bots from many networks.',
  },
  { value: 'off', label: 'Never', means: 'Nobody is asked or counted.' },
];
/** The choices that could ask somebody in this sale; empty where places belong to a person already. */
export const stepUpChoices = (sale: { entry: string; challenge: string }): typeof stepUps =>
  stepUps.filter(({ value }) => stepUpRulesFor(sale).includes(value));
const draws: readonly { value: 'seed' | 'beacon'; label: string; means: string }[] = [
  { value: 'seed', label: 'Our sealed seed', means: 'The order stands at the opening.' },
  {
    value: 'beacon',
    label: 'Our sealed seed and a public beacon (drand)',
    means:
      'Nobody could have chosen the order, you included. The line opens 10 to 15 seconds later, and waits for as long as the beacon is away.',
  },
];
const accesses = [
  { value: 'open', label: 'Open to everybody' },
  { value: 'code', label: 'With an access code' },
  { value: 'invite', label: 'With a code, and not shown to others' },
];

/** Who may join, in which lane, and how bots are slowed. */
export function EntryFields(part: FormPart) {
  const { draft, errors, change } = part;
  return (
    <fieldset className="card stack">
      <legend>4. Who may stand in line</legend>
      <ChoiceField
        label="Who gets a place"
        value={draft.entry}
        options={entries}
        onChange={(entry) => change({ entry })}
      />
      {draft.entry === 'account' && <AccountFields {...part} />}
      <ChoiceField
        label="Proof of work against bots"
        why="The phone solves a small puzzle while it takes a place. Nobody has to read or click anything."
        value={draft.challenge}
        options={challenges}
        onChange={(challenge) => change({ challenge })}
      />
      {stepUpChoices(draft).length > 0 && (
        <ChoiceField
          label="E-mail address at the turn"
          why="A farm needs a mailbox for each turn then. A school behind one address is asked as well, and gets in."
          value={stepUpOf(draft)}
          options={stepUpChoices(draft)}
          onChange={(stepUp) => change({ policy: { ...draft.policy, stepUp } })}
        />
      )}
      <ChoiceField
        label="Randomness of the draw"
        why="Either way a seed is sealed before anybody joins, and every fan’s phone checks the result."
        value={draft.beacon ? 'beacon' : 'seed'}
        options={draws}
        onChange={(draw) => change({ beacon: draw === 'beacon' })}
      />
      <div className="stack" role="group" aria-label="Lanes">
        <p>
          <span className="strong">Lanes</span>{' '}
          <span className="field-why">
            One is enough for most sales. A fan club, sponsors or wheelchair users can have their own, with access codes
            that you make after saving. A lane with weight 3 is called three times as often as one with weight 1; no
            lane ever stands still.
          </span>
        </p>
        {part.hints.get('lanes') && (
          <p className="field-hint">
            <Icon name="warn" size={16} /> {part.hints.get('lanes')}
          </p>
        )}
        {draft.lanes.map((lane, index) => (
          <LaneFields
            key={lane.key}
            lane={lane}
            number={index + 1}
            errors={errors}
            onChange={(changes) =>
              change({ lanes: draft.lanes.map((one) => (one.key === lane.key ? { ...one, ...changes } : one)) })
            }
            onRemove={
              draft.lanes.length > 1 ? () => change({ lanes: draft.lanes.filter(({ key }) => key !== lane.key) }) : null
            }
          />
        ))}
        {draft.lanes.length < MOST.lanes && (
          <div>
            <Button
              variant="default"
              onClick={() =>
                change({ lanes: [...draft.lanes, emptyLane(1 + Math.max(...draft.lanes.map(({ key }) => key)))] })
              }
            >
              Another lane
            </Button>
          </div>
        )}
      </div>
    </fieldset>
  );
}

function LaneFields({
  lane,
  number,
  errors,
  onChange,
  onRemove,
}: {
  lane: LaneDraft;
  number: number;
  errors: FormPart['errors'];
  onChange: (changes: Partial<LaneDraft>) => void;
  onRemove: (() => void) | null;
}) {
  const bind = (field: 'label' | 'weight') => ({
    value: lane[field],
    error: errors.get(`lanes.${lane.key}.${field}`),
    onChange: (value: string) => onChange({ [field]: value }),
  });
  return (
    <div className="lane-fields" role="group" aria-label={`Lane ${number}`}>
      <TextField label="Name of the lane" placeholder="Fan club" maxLength={60} {...bind('label')} />
      <SelectField
        label="Access"
        value={lane.access}
        options={accesses}
        onChange={(access) => onChange({ access: access as LaneDraft['access'] })}
      />
      <NumberField label="Weight" className="narrow" {...bind('weight')} />
      {onRemove && (
        <Button variant="subtle" color="bad" size="sm" onClick={onRemove}>
          Remove<span className="hidden-words"> lane {number}</span>
        </Button>
      )}
    </div>
  );
}

function AccountFields(part: FormPart) {
  const { draft, change } = part;
  return (
    <div className="stack inset">
      <ChoiceField
        label="How your signature is checked"
        why="Your site gives each fan a short signed token (JWT) and sends them to this sale’s address with #identity= and the token. Only public keys are kept here."
        value={draft.keysFrom}
        onChange={(keysFrom) => change({ keysFrom })}
        options={[
          { value: 'address', label: 'By keys at an address', means: 'Read again when you change them.' },
          { value: 'keys', label: 'By keys pasted here', means: 'For a site that publishes none.' },
        ]}
      />
      {draft.keysFrom === 'address' ? (
        <TextField
          label="Address of the keys (JWKS)"
          type="url"
          placeholder="https://club.example/.well-known/jwks.json"
          maxLength={2_048}
          {...bindText(part, 'jwksUrl')}
        />
      ) : (
        <AreaField label="Key set (JWKS)" spellCheck={false} rows={6} {...bindText(part, 'jwks')} />
      )}
      <div className="field-row">
        <TextField
          label="Issuer"
          why="Leave empty to accept any issuer."
          maxLength={255}
          {...bindText(part, 'issuer')}
        />
        <TextField
          label="Audience"
          why="Whom your site makes these tokens for: your client id. Empty accepts any."
          maxLength={255}
          {...bindText(part, 'audience')}
        />
      </div>
    </div>
  );
}
