/** A partner that sells from its allocation. */
export interface Seller {
  partnerId: string;
  /** The key that calls, for the audit log. */
  actor: string;
}
