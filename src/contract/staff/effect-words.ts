import type { EffectField } from './approval-shapes.js';

/** What each part of an effect is called where people read it. */
export const effectWords: Record<EffectField, string> = {
  state: 'The sale',
  prequeueAt: 'Waiting room opens',
  opensAt: 'Opens',
  closesAt: 'Closes',
  policy: 'Rules of admission',
  laneWeight: 'Weight of the lane',
  joinsFrozen: 'Joins are frozen',
  challenge: 'Challenge',
  extendedMinutes: 'Minutes given in all',
  notice: 'Message',
  capacity: 'Capacity',
  seats: 'Seats',
  withdrawn: 'Units withdrawn or blocked in all',
  ticketTypes: 'Ticket types',
  channels: 'Channels',
  codesVoided: 'Codes are void',
};
