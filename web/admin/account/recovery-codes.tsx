import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { saveFile } from '../ui/download.js';

interface Props {
  codes: readonly string[];
  onKept: () => void;
}

/** Shows new recovery codes, which cannot be read again, to copy or save; focus comes here, wherever the form was. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [done, setDone] = useState<string | null>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = codes.join('\n');
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setDone('Copied.');
  };
  return (
    <div className="note">
      <div className="stack">
        <h3 ref={heading} tabIndex={-1}>
          Keep your recovery codes now
        </h3>
        <p>
          They are shown only once. Each signs you in once when your phone is lost. Keep them apart from your password.
        </p>
        <ol className="recovery mono" aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className="row">
          {'clipboard' in navigator && (
            <Button
              variant="default"
              size="sm"
              onClick={() =>
                void copy().catch(() => setDone('The browser did not allow it: select the codes instead.'))
              }
            >
              Copy the codes
            </Button>
          )}
          <Button
            variant="default"
            size="sm"
            onClick={() => {
              saveFile('ropeline-recovery-codes.txt', 'text/plain', `Ropeline, ${location.host}\n\n${text}\n`);
              setDone('Saved with your downloads.');
            }}
          >
            Save as a file
          </Button>
          <Button size="sm" onClick={onKept}>
            I have kept them
          </Button>
        </div>
        <p className="small" role="status">
          {done}
        </p>
      </div>
    </div>
  );
}
