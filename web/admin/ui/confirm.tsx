import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Dialog, DialogActions } from './dialog.jsx';
import { useAction } from './use-action.js';
import { RefusalNote } from './refusal.jsx';

export interface Question {
  title: string;
  /** The effect, and how many people it affects. */
  body: ReactNode;
  action: string;
  /** For irreversible actions: a word that has to be typed first. */
  word?: string;
  bad?: boolean;
  /** False while the body lacks something that the action needs. */
  isReady?: boolean;
  /** Why it is not to be asked any more: it was done, here or elsewhere, while the question stood. */
  settled?: string;
  run: () => Promise<unknown>;
}

/** Confirms an action with visible effects; stays open and shows the reason if the server refuses. */
export function Confirm({ question, onClose }: { question: Question | null; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const { busy, error, run, setError } = useAction();
  const close = (): void => {
    setTyped('');
    setError(null);
    onClose();
  };
  const confirm = (): Promise<void> =>
    run(async () => {
      await question?.run();
      close();
    });
  const isUnconfirmed = question?.word !== undefined && typed.trim().toLowerCase() !== question.word;
  const locked = isUnconfirmed || question?.isReady === false;
  const settled = busy ? undefined : question?.settled; // its own run ends it, too
  return (
    <Dialog opened={question !== null} onClose={close} title={question?.title} closeLabel="Close without doing it">
      <div className="stack">
        {settled === undefined ? (
          question?.body
        ) : (
          <p className="note" role="status">
            {settled}
          </p>
        )}
        {settled === undefined && question?.word !== undefined && (
          <TextInput
            label={`Type “${question.word}” to go on`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            size="md"
          />
        )}
        {settled === undefined && <RefusalNote error={error} />}
        <DialogActions leave={settled === undefined ? 'Leave it as it is' : 'Close'} onClose={close}>
          {settled === undefined && (
            <Button
              {...(question?.bad ? { color: 'bad' } : {})}
              disabled={locked}
              loading={busy}
              onClick={() => void confirm()}
            >
              {question?.action}
            </Button>
          )}
        </DialogActions>
      </div>
    </Dialog>
  );
}
