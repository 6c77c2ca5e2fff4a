import { Button } from '@mantine/core';
import { Fragment } from 'react';
import type { ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import type { Question } from '../ui/confirm.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link } from '../ui/router.jsx';
import { useAction } from '../ui/use-action.js';
import { ApprovalEffect } from './approval-effect.jsx';
import { kindWords, outcomeWords, stateWords } from './approval-words.js';
import { proposalWords, type Told } from './proposal-words.js';
import { useProposalNames } from './use-proposal-names.js';

interface Props {
  approval: ApprovalShape;
  nameOf: (actor: string) => string;
  onAsk: (question: Question) => void;
  onChanged: () => Promise<void>;
}

/** One proposal: who wants what, what it does, and what this member may do about it. */
export function ApprovalCard({ approval, nameOf, onAsk, onChanged }: Props) {
  const { member } = useSession();
  const names = useProposalNames(approval);
  const told = proposalWords(approval, names);
  const withdrawing = useAction();
  const { id, kind, subject, state, reason, hash, askedBy, askedAt, expiresAt, decidedBy, outcome } = approval;
  const { label } = kindWords[kind];
  const isMine = askedBy === `member:${member.id}`;
  const send = (method: string, path: string, body?: unknown) => async (): Promise<void> => {
    await call(method, `approvals/${id}${path}`, body);
    await onChanged();
  };
  const sentence = (
    <>
      <span className="strong">{nameOf(askedBy)}</span> {state === 'asked' ? 'wants' : 'wanted'} to {told.wish}.
    </>
  );
  const approve = (): void =>
    onAsk({
      title: `${label}?`,
      action: 'Approve and do it now',
      bad: true,
      body: (
        <>
          <p>
            {sentence} {told.means}
          </p>
          <Facts told={told} />
          <ApprovalEffect approval={approval} />
        </>
      ),
      run: send('POST', '/approve', { hash }),
    });
  const refuse = (): void =>
    onAsk({
      title: 'Refuse it?',
      action: 'Refuse',
      body: <p>Nothing is done. {nameOf(askedBy)} can ask again.</p>,
      run: send('POST', '/refuse', {}),
    });
  return (
    <li className={`card approval${state === 'asked' ? ' attention' : ''}`}>
      <div className="member-who">
        <h2>{label}</h2>
        <p>{sentence}</p>
        {state === 'asked' && <p>{told.means}</p>}
        <p className="small muted">
          Asked {formatShortDayAndTime(askedAt, 'en-GB')}
          {state === 'asked' && `, open until ${formatShortDayAndTime(expiresAt, 'en-GB')}`}
          {reason !== null && !told.facts.some(({ text }) => text === reason) && ` · “${reason}”`}
          <SubjectLinks subject={subject} orderId={names.item?.orderId ?? null} />
        </p>
        {state === 'asked' && (
          <>
            <Facts told={told} />
            <ApprovalEffect approval={approval} />
          </>
        )}
        {state !== 'asked' && (
          <p className="small">
            <span className="strong">{stateWords[state]}</span>
            {decidedBy !== null && ` · ${nameOf(decidedBy)}`}
            {outcomeWords(outcome)}
          </p>
        )}
        <RefusalNote error={withdrawing.error} />
      </div>
      {state === 'asked' &&
        (isMine ? (
          <div className="row">
            <span className="muted small">Somebody else must decide.</span>
            <Button
              variant="default"
              size="sm"
              loading={withdrawing.busy}
              onClick={() => void withdrawing.run(send('DELETE', ''))}
            >
              Withdraw<span className="hidden-words"> {label.toLowerCase()}</span>
            </Button>
          </div>
        ) : (
          <div className="row">
            <Button variant="default" size="sm" onClick={refuse}>
              Refuse<span className="hidden-words"> {label.toLowerCase()}</span>
            </Button>
            <Button size="sm" onClick={approve}>
              Approve<span className="hidden-words"> {label.toLowerCase()}</span>
            </Button>
          </div>
        ))}
    </li>
  );
}

/** @param orderId of the item under Attention that it is about */
function SubjectLinks({ subject, orderId }: { subject: string; orderId: string | null }) {
  if (subject === 'team') return null;
  const order = subject.startsWith('ord_') ? subject : orderId;
  const links = [
    ...(subject.startsWith('sale_') ? [[`/admin/sales/${subject}`, 'its control room'] as const] : []),
    ...(order === null ? [] : [[`/admin/orders/${order}`, 'the order'] as const]),
    ...(/^(sale_|ord_)/.test(subject) ? [] : [['/admin/attention', 'Attention'] as const]),
  ];
  return links.map(([href, words]) => (
    <Fragment key={href}>
      {' · '}
      <Link href={href}>{words}</Link>
    </Fragment>
  ));
}

function Facts({ told: { facts } }: { told: Told }) {
  if (facts.length === 0) return null;
  return (
    <dl className="facts small">
      {facts.map(({ label, text }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
