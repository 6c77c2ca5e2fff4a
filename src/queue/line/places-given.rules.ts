import type { QueueFigures } from '../queue.types.js';

/** Returns the places that were given; numbers that an outage left unused are nobody's. */
export const placesGiven = ({ lanes }: Pick<QueueFigures, 'lanes'>): number =>
  Object.values(lanes).reduce((sum, { arrivals, unused }) => sum + arrivals - unused, 0);
