import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AttentionShape, ResolvedShape } from '../../../src/contract/staff/attention-shapes.js';
import { call } from '../net/api.js';
import { Confirm } from '../ui/confirm.jsx';
import { type Verb, verbWords } from './attention-words.js';

const LONGEST_NOTE = 500;

export interface Decision {
  item: AttentionShape;
  verb: Verb;
}

interface Props {
  decision: Decision | null;
  onClose: () => void;
  onDone: (answer: ResolvedShape) => void;
}

/** Asks for confirmation and a note for the log before a verb is carried out. */
export function Decide({ decision, onClose, onDone }: Props) {
  const [note, setNote] = useState('');
  const close = (): void => {
    setNote('');
    onClose();
  };
  const mustSayHow = decision?.verb === 'paid_back';
  const isFinal = decision !== null && decision.item.finalVerbs.includes(decision.verb);
  const question = decision && {
    title: `${verbWords[decision.verb].label}?`,
    action: verbWords[decision.verb].label,
    bad: isFinal,
    isReady: !mustSayHow || note.trim() !== '',
    body: (
      <>
        <p>
          {verbWords[decision.verb].means} {isFinal && 'This cannot be undone.'}
        </p>
        <TextInput
          label={mustSayHow ? 'How it was given back' : 'Note for the log (optional)'}
          value={note}
          required={mustSayHow}
          maxLength={LONGEST_NOTE}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </>
    ),
    run: async () => {
      const body = { verb: decision.verb, ...(note.trim() === '' ? {} : { note: note.trim() }) };
      onDone(await call<ResolvedShape>('POST', `attention/${decision.item.id}/resolve`, body));
    },
  };
  return <Confirm question={question} onClose={close} />;
}
