declare module 'cluster-key-slot' {
  /** Returns the slot, 0 to 16383, of a key or its hash tag. */
  export default function calculateSlot(key: string): number;
}
