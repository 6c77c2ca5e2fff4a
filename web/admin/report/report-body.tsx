import type { ReactNode } from 'react';
import { roleWords } from '../../../src/contract/staff/actor-words.js';
import { actionWords } from '../../../src/contract/staff/action-words.js';
import type { AbuseSection } from '../../../src/contract/line/abuse-shapes.js';
import { stepUpRows, tallyWords } from '../../../src/contract/line/abuse-words.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { figureLabel } from '../../../src/contract/staff/report-figures.js';
import { decisionWords, refundWords } from '../../../src/contract/staff/report-state-words.js';
import type { ReportShape } from '../../../src/contract/staff/report-shapes.js';
import { cityOfZone, formatShortDayAndTime } from '../../shared/format/time.js';
import { kindWords } from '../attention/attention-words.js';
import { count, percent } from '../control/figures/words.js';
import { Icon } from '../ui/icons.jsx';
import { StepChart } from '../ui/step-chart.jsx';

/** The sections of the team's report. */
export function ReportBody({ report }: { report: ReportShape }) {
  const { figures, draw, types, minutes, money, refunds, conservation, incidents, actions, abuse } = report.sections;
  const amount = (minor: string): string => formatMoney({ amount: Number(minor), currency: money.currency }, 'en');
  const when = (at: string): string => formatShortDayAndTime(at, 'en-GB', report.show.timeZone);
  const span = minutes[0]?.span ?? 1;
  const listed = (rows: readonly unknown[], figure: string): ReactNode => {
    const all = figures.find(({ key }) => key === figure)?.value ?? 0;
    return all > rows.length && <p className="small muted">{`The first ${count(rows.length)} of ${count(all)}.`}</p>;
  };
  const isWhole = conservation.ok !== false && conservation.soldEqualsTickets;
  const series = (label: string, pick: (row: (typeof minutes)[number]) => number): ReactNode => (
    <StepChart
      label={label}
      points={minutes.map((row) => ({ x: Date.parse(row.at), y: pick(row) }))}
      from={when(minutes[0]?.at ?? report.generatedAt)}
      to={when(minutes.at(-1)?.at ?? report.generatedAt)}
      most={`at most ${count(Math.round(Math.max(0, ...minutes.map(pick))))}`}
    />
  );
  return (
    <>
      <p
        className={isWhole ? `note${conservation.ok === true ? ' note-ok' : ''}` : 'note note-bad'}
        role={isWhole ? 'status' : 'alert'}
      >
        <Icon name={isWhole ? 'check' : 'warn'} />
        {!isWhole && 'Stock, orders and tickets do not agree. Look under Attention.'}
        {isWhole && conservation.ok === null && 'Sold equals live tickets; the stores were not compared yet.'}
        {isWhole && conservation.ok === true && 'Nothing was oversold: stock, orders and tickets agree.'}
      </p>
      <Section title="Figures">
        <dl className="facts report-figures">
          {figures.map(({ key, value, unit, formula }) => (
            <div key={key}>
              <dt>
                {figureLabel(key)}
                <span className="small muted formula">{formula}</span>
              </dt>
              <dd>{value === null ? 'not known' : `${count(value)}${unit === '%' ? ' %' : ''}`}</dd>
            </div>
          ))}
          <div>
            <dt>Money taken</dt>
            <dd>{amount(money.takenMinor)}</dd>
          </div>
          <div>
            <dt>Given back</dt>
            <dd>
              {amount(money.refundedMinor)}
              {refunds.length > 0 &&
                ` (${refunds.map((row) => `${count(row.count)} ${refundWords(row.state)}`).join(', ')})`}
            </dd>
          </div>
          <div>
            <dt>Kept</dt>
            <dd>{amount(money.keptMinor)}</dd>
          </div>
        </dl>
      </Section>
      {minutes.length > 1 && (
        <Section title="Minute by minute">
          <div className="pair">
            {series('Let in a minute', (row) => row.admitted)}
            {series('Waiting', (row) => row.waiting)}
            {series('Orders placed', (row) => row.ordered ?? 0)}
            {series('Of those, paid', (row) => row.paid ?? 0)}
          </div>
          {span > 1 && <p className="small muted">Each point stands for {count(span)} minutes.</p>}
        </Section>
      )}
      <Section title="Sold by ticket type">
        <ul className="lines">
          {types.map(({ ticketTypeId, name, sold, capacity, withdrawn }) => (
            <li key={ticketTypeId} className="row">
              <span className="grow">{name}</span>
              <meter
                className="bar"
                min={0}
                max={Math.max(1, capacity - withdrawn)}
                value={sold}
                aria-label={`${name} sold`}
              />
              <span>
                {count(sold)} of {count(capacity - withdrawn)}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {draw && (
        <Section title="The draw">
          <dl className="facts">
            <div>
              <dt>Proof</dt>
              <dd>
                {draw.verified === null
                  ? 'there was no draw yet'
                  : draw.verified
                    ? 'the seed is the one committed to before'
                    : 'the seed is NOT the one committed to'}
              </dd>
            </div>
            <div>
              <dt>Committed to before</dt>
              <dd className="mono">{draw.commitment}</dd>
            </div>
            <div>
              <dt>Revealed after</dt>
              <dd className="mono">{draw.seed ?? 'not yet'}</dd>
            </div>
          </dl>
        </Section>
      )}
      <Section title="What needed a person">
        {incidents.length === 0 ? (
          <p className="muted">Nothing.</p>
        ) : (
          <ul className="lines">
            {incidents.map(({ at, kind, resolvedAt, verb }) => (
              <li key={`${at} ${kind}`}>
                {when(at)} · {kindWords(kind)} ·{' '}
                {resolvedAt === null ? (
                  <span className="tone-warn">open</span>
                ) : verb === null ? (
                  'resolved'
                ) : (
                  decisionWords(verb)
                )}
              </li>
            ))}
          </ul>
        )}
        {listed(incidents, 'incidents')}
      </Section>
      {abuse && (
        <Section title="Bots and abuse">
          <dl className="facts">
            {abuse.refused.map(({ what, count: times }) => (
              <div key={what}>
                <dt>{tallyWords(what)}</dt>
                <dd>{count(times)}</dd>
              </div>
            ))}
            {abuse.refused.length === 0 && (
              <div>
                <dt>Refused</dt>
                <dd>nothing</dd>
              </div>
            )}
            {abuse.observed !== undefined && (
              <div>
                <dt>{tallyWords('challenge_observed')}</dt>
                <dd>{count(abuse.observed)}</dd>
              </div>
            )}
            {(abuse.stepUp ? stepUpRows(abuse.stepUp) : []).map(({ what, count: times }) => (
              <div key={what}>
                <dt>{tallyWords(what)}</dt>
                <dd>{count(times)}</dd>
              </div>
            ))}
            <div>
              <dt>Places of the ten largest networks</dt>
              <dd>{networkWords(abuse.largestNetworks)}</dd>
            </div>
            <div>
              <dt>Admissions ended by staff</dt>
              <dd>{count(abuse.admissionsRevoked)}</dd>
            </div>
            <div>
              <dt>Batches of access codes voided by staff</dt>
              <dd>{count(abuse.codesVoided)}</dd>
            </div>
          </dl>
        </Section>
      )}
      <Section title="What was changed">
        <ul className="lines small">
          {actions.map(({ at, who, what }, index) => (
            <li key={`${at} ${index}`}>
              {when(at)} · {roleWords(who)} {actionWords(what)}
            </li>
          ))}
        </ul>
        {listed(actions, 'changes')}
      </Section>
      <p className="small muted">
        Times are those of {cityOfZone(report.show.timeZone)}. Hash <span className="mono">{report.hash}</span>. Anybody
        checks it with <code>npm run verify-report</code>, which shares no code with Ropeline.
      </p>
    </>
  );
}

function networkWords(networks: AbuseSection['largestNetworks']): string {
  if (networks === null) return 'not counted: the challenge was off';
  if (networks.length === 0) return 'none';
  return networks.map(({ places, share }) => `${count(places)} (${percent(share)})`).join(', ');
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = title.toLowerCase().replaceAll(' ', '-');
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
