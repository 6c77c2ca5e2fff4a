import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessCodesMadeShape, AccessCodesShape } from '../../../../src/contract/line/entry-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { formatShortDayAndTime } from '../../../shared/format/time.js';
import { count } from '../../control/figures/words.js';
import { call } from '../../net/api.js';
import { useSession } from '../../session/session.js';
import { Confirm, type Question } from '../../ui/confirm.jsx';
import { saveFile } from '../../ui/download.js';
import { ListTable } from '../../ui/list-table.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { AccessCodeForm } from './access-code-form.jsx';

type Batch = AccessCodesShape['batches'][number];

/** Codes that open lanes: generated or imported in batches, shown once, counted and voided. */
export function AccessCodes({ sale }: { sale: StaffSaleShape }) {
  const { mayChange } = useSession();
  const queries = useQueryClient();
  const [made, setMade] = useState<AccessCodesMadeShape | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const lanes = sale.lanes.filter(({ access }) => access !== 'open');
  const path = `sales/${sale.id}/access-codes`;
  const { data, error } = useQuery({
    queryKey: ['access-codes', sale.id],
    queryFn: ({ signal }) => call<AccessCodesShape>('GET', path, undefined, signal),
  });
  const again = () => queries.invalidateQueries({ queryKey: ['access-codes', sale.id] });
  const labelOf = (key: string): string => sale.lanes.find((lane) => lane.key === key)?.label ?? key;
  const askVoid = ({ batchId, lane, count: codes, used }: Batch): void =>
    setQuestion({
      title: 'Void these codes?',
      action: `Void ${count(codes)} codes`,
      bad: true,
      body: (
        <p>
          They open “{labelOf(lane)}” no more, at once. {count(used)} places that were taken with them stay. This cannot
          be undone; you can make new ones.
        </p>
      ),
      run: async () => {
        await call('DELETE', `${path}/${batchId}`);
        await again();
      },
    });
  return (
    <section className="card stack" aria-label="Access codes">
      <h2>Access codes</h2>
      {lanes.length === 0 ? (
        <p className="field-why">
          No lane of this sale asks for a code. Lanes with codes are set up before publishing: for a fan club, sponsors,
          or guests.
        </p>
      ) : (
        <p className="field-why">
          Each opens a lane: {lanes.map(({ label }) => `“${label}”`).join(', ')}. Case, blanks and hyphens do not matter
          to who types one.
        </p>
      )}
      <RefusalNote error={error} />
      {made && <Made made={made} label={labelOf(made.lane)} slug={sale.slug} onDone={() => setMade(null)} />}
      {data && data.batches.length > 0 && (
        <ListTable
          label="Lists of access codes"
          rows={data.batches}
          keyOf={({ batchId }) => batchId}
          columns={[
            { head: 'Lane', cell: ({ lane }) => <span className="strong">{labelOf(lane)}</span> },
            { head: 'Codes', cell: ({ count: codes }) => count(codes), className: 'number' },
            ...(data.batches.some(isDoubtful) ? [{ head: 'Guessing', cell: GuessingCell }] : []),
            { head: 'Places', cell: (batch) => `${count(batch.used)} of ${count(batch.uses)} taken` },
            { head: 'Made', cell: ({ createdAt }) => formatShortDayAndTime(createdAt, 'en-GB'), className: 'number' },
            {
              head: '',
              cell: (batch) =>
                batch.voidedAt !== null ? (
                  <span className="muted">Void since {formatShortDayAndTime(batch.voidedAt, 'en-GB')}</span>
                ) : (
                  mayChange && (
                    <div className="actions">
                      <Button variant="subtle" color="bad" size="sm" onClick={() => askVoid(batch)}>
                        Void<span className="hidden-words"> the codes for {labelOf(batch.lane)}</span>
                      </Button>
                    </div>
                  )
                ),
            },
          ]}
        />
      )}
      {mayChange && lanes.length > 0 && sale.state !== 'closed' && (
        <AccessCodeForm
          path={path}
          lanes={lanes}
          isOpen={sale.entry === 'open'}
          onMade={(answer) => {
            setMade(answer);
            void again();
          }}
        />
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}

const isDoubtful = ({ guessable, voidedAt }: Batch): boolean => guessable !== false && voidedAt === null;

/** Says which lists stand in the way of opening the sale to everybody, and why. */
function GuessingCell(batch: Batch) {
  if (!isDoubtful(batch)) return null;
  return (
    <span className="field-why">
      {batch.guessable
        ? 'Short codes that could be guessed: good only while fans prove who they are.'
        : 'Made by an earlier version that did not note how long the codes are, so they count as easy to guess. Void the list and make it again to be sure.'}
    </span>
  );
}

/** The only time the codes are readable: only their digests are stored. */
function Made({
  made,
  label,
  slug,
  onDone,
}: {
  made: AccessCodesMadeShape;
  label: string;
  slug: string;
  onDone: () => void;
}) {
  const [kept, setKept] = useState(false);
  return (
    <div className="note" role="status">
      <div className="stack grow">
        <p>
          <span className="strong">
            {count(made.count)} codes for “{label}”.
          </span>{' '}
          They are shown only now: keep the file before you go on.
        </p>
        <div className="code-list" tabIndex={0} role="region" aria-label="The new codes">
          {made.codes.slice(0, 20).map((code) => (
            <div key={code}>{code}</div>
          ))}
          {made.codes.length > 20 && <div>… and {count(made.codes.length - 20)} more in the file</div>}
        </div>
        <div className="row">
          <Button
            onClick={() => {
              saveFile(`codes-${slug}-${made.lane}.csv`, 'text/csv', `code\n${made.codes.map(cell).join('\n')}\n`);
              setKept(true);
            }}
          >
            Download the codes
          </Button>
          <Button variant="default" disabled={!kept} onClick={onDone}>
            I have kept them
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Quotes a cell and neutralises spreadsheet formulas. */
const cell = (code: string): string => `"${/^[=+@-]/.test(code) ? "'" : ''}${code.replaceAll('"', '""')}"`;
