/** A person who holds a ticket. */
export interface Holder {
  email: string;
  name: string;
}
export interface TransferableTicket {
  /** null: its buyer. */
  holder: Holder | null;
  transfers: number;
  /** Issued, not void, and its money is not disputed. */
  isValid: boolean;
  isAdmitted: boolean;
}

/** Who asks: the buyer by the order's token, or a holder by a token of this number of transfers. */
export type Bearer = 'buyer' | number;

/** repeat: it was done already, by the same bearer to the same person. */
export type TransferDecision = 'transfer' | 'repeat' | 'passed_on' | 'not_valid' | 'admitted' | 'too_often';

/** Each transfer sends a mail to an address that its sender chooses. */
export const MAX_TRANSFERS = 5;

const isSame = (one: Holder, other: Holder): boolean =>
  one.email.toLowerCase() === other.email.toLowerCase() && one.name === other.name;

/** What asking for a transfer comes to. A repeated asking is recognised without a key: whoever gave it away asks for the same. */
export function decideTransfer(ticket: TransferableTicket, by: Bearer, to: Holder): TransferDecision {
  const { holder, transfers } = ticket;
  const holds = by === 'buyer' ? holder === null : holder !== null && by === transfers;
  if (!holds) {
    const gaveIt = by === 'buyer' || by === transfers - 1;
    return gaveIt && holder !== null && isSame(holder, to) ? 'repeat' : 'passed_on';
  }
  if (holder !== null && isSame(holder, to)) return 'repeat';
  if (!ticket.isValid) return 'not_valid';
  if (ticket.isAdmitted) return 'admitted';
  return transfers >= MAX_TRANSFERS ? 'too_often' : 'transfer';
}
