/** A person who holds a ticket. */
export interface Holder {
  email: string;
  name: string;
}
export interface TransferableTicket {
  /** null if its buyer holds it. */
  holder: Holder | null;
  transfers: number;
  /** Its holder has it from another holder. */
  passedOn: boolean;
  /** Issued, not void, and not suspended by a dispute. */
  isValid: boolean;
  isAdmitted: boolean;
}

/** Requester: the buyer by the order's token, or a holder by a token of this number of transfers. */
export type Bearer = 'buyer' | number;

/** repeat: the same bearer has already transferred it to the same person. */
export type TransferDecision = 'transfer' | 'repeat' | 'passed_on' | 'not_valid' | 'admitted' | 'too_often';

/** Bounded because each transfer sends a mail to an address chosen by the sender. */
export const MAX_TRANSFERS = 5;

const isSame = (one: Holder, other: Holder): boolean =>
  one.email.toLowerCase() === other.email.toLowerCase() && one.name === other.name;

/** Decides a transfer. Recognises repeats without a key: the former holder requests the same new holder. */
export function decideTransfer(ticket: TransferableTicket, by: Bearer, to: Holder): TransferDecision {
  const { holder, transfers } = ticket;
  const holds = by === 'buyer' ? holder === null : holder !== null && by === transfers;
  if (!holds) {
    const gaveIt = by === 'buyer' ? !ticket.passedOn : by === transfers - 1;
    return gaveIt && holder !== null && isSame(holder, to) ? 'repeat' : 'passed_on';
  }
  if (holder !== null && isSame(holder, to)) return 'repeat';
  if (!ticket.isValid) return 'not_valid';
  if (ticket.isAdmitted) return 'admitted';
  return transfers >= MAX_TRANSFERS ? 'too_often' : 'transfer';
}
