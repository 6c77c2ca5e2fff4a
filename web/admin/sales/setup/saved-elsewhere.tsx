import { Button } from '@mantine/core';
import { Icon } from '../../ui/icons.jsx';
import { forgetDraft } from './kept-draft.js';

/** Another tab or another person saved the draft: nothing is replaced unread. */
export function SavedElsewhere({ form, onReplace }: { form: string; onReplace: () => void }) {
  return (
    <div className="note note-bad" role="alert">
      <Icon name="warn" />
      <div className="stack">
        <p>
          This draft was saved elsewhere meanwhile, in another tab or by somebody else. Nothing was replaced. Yours is
          kept here.
        </p>
        <div className="row">
          <Button
            variant="default"
            size="sm"
            onClick={() => {
              forgetDraft(form);
              location.reload();
            }}
          >
            Read theirs, drop mine
          </Button>
          <Button variant="default" size="sm" onClick={onReplace}>
            Save mine over it
          </Button>
        </div>
      </div>
    </div>
  );
}
