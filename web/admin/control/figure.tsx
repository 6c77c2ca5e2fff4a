import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  /** Explains the number, on hover and on focus. */
  help: string;
  children: ReactNode;
  className?: string;
}

/** A labelled number with an explanation. */
export function Figure({ label, help, children, className = '' }: Props) {
  return (
    <Tooltip label={help} multiline w={260} events={{ hover: true, focus: true, touch: true }} withArrow>
      <div className={`figure ${className}`} tabIndex={0} role="group" aria-label={label}>
        <span className="figure-label">{label}</span>
        <span className="figure-value">{children}</span>
      </div>
    </Tooltip>
  );
}
