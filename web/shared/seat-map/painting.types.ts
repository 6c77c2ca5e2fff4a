import type { MapPoint } from '../../../src/contract/stock/seat-map-shapes.js';

export interface Palette {
  paper: string;
  card: string;
  ink: string;
  muted: string;
  line: string;
  stage: string;
  /** Fill of chosen seats, and the tick on it. */
  accent: string;
  onChosen: string;
  /** Text on the tiers' colours. */
  onTier: string;
  tiers: string[];
}

export type Context = CanvasRenderingContext2D;
/** Returns where a point of the plan is in the picture, in CSS pixels. */
export type Placing = (point: MapPoint) => [number, number];
