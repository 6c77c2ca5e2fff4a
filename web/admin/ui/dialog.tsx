import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface DialogProps {
  title: ReactNode;
  /** What closing means for what was begun: “Close without changing”. */
  closeLabel: string;
  opened?: boolean;
  size?: 'lg';
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, closeLabel, opened = true, size, onClose, children }: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      {...(size && { size })}
      closeButtonProps={{ 'aria-label': closeLabel }}
    >
      {children}
    </Modal>
  );
}

interface ActionsProps {
  leave?: string;
  onClose: () => void;
  /** The button that acts. */
  children: ReactNode;
}

/** The last line of a dialog: to leave things as they are, or to act. */
export function DialogActions({ leave = 'Leave it as it is', onClose, children }: ActionsProps) {
  return (
    <div className="row row-end">
      <Button variant="default" onClick={onClose}>
        {leave}
      </Button>
      {children}
    </div>
  );
}
