import { Button } from '@mantine/core';
import type { ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import type { Question } from '../ui/confirm.jsx';
import { Link } from '../ui/router.jsx';
import { ApprovalEffect } from './approval-effect.jsx';
import { kindWords, stateWords } from './approval-words.js';

interface Props {
  approval: ApprovalShape;
  nameOf: (actor: string) => string;
  onAsk: (question: Question) => void;
  onChanged: () => Promise<void>;
}

/** One proposal: what would be done, who asked, and what this member may do about it. */
export function ApprovalCard({ approval, nameOf, onAsk, onChanged }: Props) {
  const { member } = useSession();
  const { id, kind, subject, state, reason, hash, askedBy, askedAt, expiresAt, decidedBy, outcome } = approval;
  const { label, means } = kindWords[kind];
  const isMine = askedBy === `member:${member.id}`;
  const send = (method: string, path: string, body?: unknown) => async (): Promise<void> => {
    await call(method, `approvals/${id}${path}`, body);
    await onChanged();
  };
  const approve = (): void =>
    onAsk({
      title: `${label}?`,
      action: 'Approve and do it now',
      bad: true,
      body: (
        <>
          <p>
            {nameOf(askedBy)} asks for it. {means}
          </p>
          <ApprovalEffect approval={approval} />
          <Details approval={approval} />
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
        <p className="small muted">
          {nameOf(askedBy)} asked {formatShortDayAndTime(askedAt, 'en-GB')}
          {state === 'asked' && `, open until ${formatShortDayAndTime(expiresAt, 'en-GB')}`}
        </p>
        <p>
          {subject.startsWith('sale_') ? <Link href={`/admin/sales/${subject}`}>{subject}</Link> : subject}
          {reason !== null && ` · “${reason}”`}
        </p>
        {state === 'asked' && <ApprovalEffect approval={approval} />}
        {state !== 'asked' && (
          <p className="small">
            <span className="strong">{stateWords[state]}</span>
            {decidedBy !== null && ` · ${nameOf(decidedBy)}`}
            {outcome !== null && ` · ${outcome}`}
          </p>
        )}
      </div>
      {state === 'asked' &&
        (isMine ? (
          <div className="row">
            <span className="muted small">Somebody else must decide.</span>
            <Button variant="default" size="sm" onClick={() => void send('DELETE', '')().catch(onChanged)}>
              Withdraw
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

/** Lists the proposal's fields exactly as they would be applied. */
function Details({ approval }: { approval: ApprovalShape }) {
  const fields = Object.entries(approval.proposal as Record<string, unknown>).filter(
    ([name, value]) => name !== 'action' && value !== null,
  );
  return (
    <dl className="facts small">
      {fields.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
