import type { Group } from './group.js';
import { joinsGroup, placeGroup, snapshotGroup } from './groups/doors.group.js';
import { holdsGroup } from './groups/holds.group.js';

/** Everything that the bench can measure, in the order of the table. */
export const groups: readonly Group[] = [snapshotGroup, joinsGroup, placeGroup, holdsGroup];
