import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface Props {
  secret: string;
  /** What it is, before the secret itself. */
  children: ReactNode;
  done: string;
  onDone: () => void;
}

/** Shows a secret that cannot be read again, to copy. */
export function ShownOnce({ secret, children, done, onDone }: Props) {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret);
    setCopied(secret);
  };
  return (
    <div className="note" role="status">
      <div className="stack">
        <p>
          {children} <code className="secret">{secret}</code>
        </p>
        <div className="row">
          {/* without a clipboard the secret is selected by a click on it */}
          {'clipboard' in navigator && (
            <Button variant="default" size="sm" onClick={() => void copy().catch(() => undefined)}>
              {copied === secret ? 'Copied' : 'Copy'}
            </Button>
          )}
          <Button variant="default" size="sm" onClick={onDone}>
            {done}
          </Button>
        </div>
      </div>
    </div>
  );
}
