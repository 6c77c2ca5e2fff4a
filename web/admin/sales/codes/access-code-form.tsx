import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { AccessCodesMadeShape } from '../../../../src/contract/line/entry-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { count } from '../../control/figures/words.js';
import { call } from '../../net/api.js';
import {
  AreaField,
  ChoiceField,
  type FieldErrors,
  noErrors,
  NumberField,
  SelectField,
  useFirstError,
} from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { useAction } from '../../ui/use-action.js';
import { wholeOf } from '../setup/sale-draft.js';

const MOST_CODES = 100_000;
const MOST_USES = 1_000_000;

interface Props {
  path: string;
  lanes: StaffSaleShape['lanes'];
  /** Nobody proves who they are: short codes are refused. */
  isOpen: boolean;
  onMade: (made: AccessCodesMadeShape) => void;
}

/** Generates codes, or imports the promoter's own: typed, pasted, or from a file. */
export function AccessCodeForm({ path, lanes, isOpen, onMade }: Props) {
  const [lane, setLane] = useState(lanes[0]?.key ?? '');
  const [way, setWay] = useState<'generate' | 'list'>('generate');
  const [howMany, setHowMany] = useState('500');
  const [list, setList] = useState('');
  const [uses, setUses] = useState('1');
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const { busy, error, run, setError } = useAction();
  const form = useFirstError(errors);
  const codes = codesIn(list);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const wrong = new Map<string, string>();
    const number = wholeOf(howMany, MOST_CODES);
    const places = wholeOf(uses, MOST_USES);
    if (way === 'generate' && number === null) wrong.set('howMany', 'A whole number from 1 to 100,000.');
    if (way === 'list') {
      const problem = listProblem(codes);
      if (problem !== null) wrong.set('list', problem);
    }
    if (places === null) wrong.set('uses', 'A whole number from 1 to 1,000,000.');
    setErrors(wrong);
    setError(null);
    if (wrong.size > 0) return;
    await run(async () => {
      const body = { lane, uses: places, ...(way === 'generate' ? { generate: number } : { codes }) };
      onMade(await call<AccessCodesMadeShape>('POST', path, body));
      setList('');
    });
  };
  return (
    <form ref={form} className="stack inset" onSubmit={(event) => void submit(event)} noValidate>
      <h3>New codes</h3>
      <ChoiceField
        label="Where they come from"
        value={way}
        onChange={setWay}
        options={[
          { value: 'generate', label: 'Make them here', means: 'Long enough that nobody guesses one.' },
          { value: 'list', label: 'Your own list', means: 'Member numbers, or codes that are printed already.' },
        ]}
      />
      <div className="field-row">
        <SelectField
          label="Lane"
          value={lane}
          options={lanes.map(({ key, label }) => ({ value: key, label }))}
          onChange={setLane}
        />
        {way === 'generate' && (
          <NumberField label="How many codes" value={howMany} onChange={setHowMany} error={errors.get('howMany')} />
        )}
        <NumberField
          label="Places for each code"
          why="1: one person. More for a code that is printed in a magazine."
          value={uses}
          onChange={setUses}
          error={errors.get('uses')}
        />
      </div>
      {way === 'list' && (
        <>
          <AreaField
            label="Codes, one on a line"
            why={`${isOpen ? 'At least 8 letters and digits each, or 13 digits: anybody may join, so shorter codes would be guessed.' : '4 to 64 letters and digits each.'} ${codes.length === 0 ? '' : `${count(codes.length)} read.`}`}
            spellCheck={false}
            rows={6}
            value={list}
            onChange={setList}
            error={errors.get('list')}
          />
          <label className="file-button">
            <span>… or choose a file (text or CSV)</span>
            <input
              type="file"
              accept=".txt,.csv,text/plain,text/csv"
              onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setList)}
            />
          </label>
        </>
      )}
      <RefusalNote error={error} />
      <div className="row row-end">
        <Button type="submit" loading={busy}>
          {way === 'generate' ? 'Make the codes' : 'Take the list'}
        </Button>
      </div>
    </form>
  );
}

/** Returns the first column of each line, without heading and empty lines. */
export function codesIn(text: string): string[] {
  const first = text.split(/\r?\n/).map((line) => (line.split(/[;,\t]/)[0] ?? '').trim().replace(/^"|"$/g, ''));
  return [...new Set(first.filter((code) => code !== '' && !/^codes?$/i.test(code)))];
}

const CODE = /^[\p{L}\p{N}][\p{L}\p{N} _.-]{2,62}[\p{L}\p{N}]$/u;
function listProblem(codes: readonly string[]): string | null {
  if (codes.length === 0) return 'At least one code.';
  if (codes.length > MOST_CODES) return 'At most 100,000 codes at a time.';
  const wrong = codes.find((code) => !CODE.test(code));
  return wrong === undefined ? null : `“${wrong.slice(0, 40)}” is not a code: 4 to 64 letters and digits.`;
}
