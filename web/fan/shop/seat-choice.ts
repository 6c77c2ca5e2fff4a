import type { SeatShape, SectionShape } from '../../../src/contract/shapes.js';

/** What map and list both are given. */
export interface SeatChoiceProps {
  section: SectionShape;
  chosen: ReadonlySet<string>;
  onToggle: (seat: SeatShape) => void;
}
