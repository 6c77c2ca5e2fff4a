import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { controlFigures, type ControlFigureKey, type Reading } from './figure-catalogue.js';

interface Props {
  of: ControlFigureKey;
  reading: Reading;
  /** How its text is dressed; plain by default. */
  children?: (text: string) => ReactNode;
  /** Below the number. */
  sub?: ReactNode;
  className?: string;
}

/** A labelled number with its formula, on hover and on focus. */
export function Figure({ of, reading, children, sub, className = '' }: Props) {
  const { label, help, text } = controlFigures[of];
  const shown = text(reading) ?? '–';
  return (
    // below, so that the name of the sale and the heading of a card stay readable
    <Tooltip
      label={help}
      multiline
      w={260}
      position="bottom"
      openDelay={250}
      events={{ hover: true, focus: true, touch: true }}
      withArrow
    >
      <div className={`figure ${className}`} tabIndex={0} role="group" aria-label={label}>
        <span className="figure-label">{label}</span>
        <div className="figure-value">
          {children ? children(shown) : shown}
          {sub}
        </div>
      </div>
    </Tooltip>
  );
}
