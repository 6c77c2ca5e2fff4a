import type { ReactNode } from 'react';
import { Refusal } from '../net/api.js';
import { Link } from './router.jsx';
import { Icon } from './icons.jsx';

/** The list of fields says what the detail would repeat. */
const whatOf = (refusal: Refusal | null, hasFields: boolean): string =>
  (hasFields ? refusal?.problem?.title : refusal?.message) ?? 'Something in this page broke. Reload it.';

/** Shows a refusal in the server's words with the fields it named; announced immediately. */
export function RefusalNote({ error }: { error: unknown }) {
  if (!error) return null;
  const refusal = error instanceof Refusal ? error : null;
  if (refusal?.code === 'APPROVAL_REQUIRED')
    return (
      <div className="note" role="status">
        <Icon name="people" />
        <p>
          This needs a second person. It waits under <Link href="/admin/approvals">Approvals</Link> for ten minutes;
          nothing was done yet.
        </p>
      </div>
    );
  if (refusal?.code === 'VERSION_CONFLICT') return <MeanwhileNote />;
  const fields = refusal?.problem?.errors ?? [];
  return (
    <div className="note note-bad" role="alert">
      <Icon name="warn" />
      <div>
        <p>{whatOf(refusal, fields.length > 0)}</p>
        {refusal?.isUnknown && (
          <p>
            It is not known whether the change was made. The page is reading how things stand: look before you try
            again.
          </p>
        )}
        {fields.length > 0 && (
          <ul>
            {fields.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                {field}: {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** Nothing was saved, because somebody else's change would have been lost. */
export const MeanwhileNote = ({ children }: { children?: ReactNode }) => (
  <div className="note note-bad" role="alert">
    <Icon name="people" />
    <p>
      Somebody changed this meanwhile, so nothing was saved.{' '}
      {children ?? 'How it stands now has been read: close this, look at it, and decide again.'}
    </p>
  </div>
);
