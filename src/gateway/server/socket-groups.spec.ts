import { expect, it } from '@jest/globals';
import { SocketGroups } from './socket-groups.js';

it('finds the sockets of a key, the oldest first, and forgets a key with its last socket', () => {
  const groups = new SocketGroups<{ conn: object; name: string }>();
  const [first, second] = [
    { conn: {}, name: 'first' },
    { conn: {}, name: 'second' },
  ];
  groups.add('sale', first);
  groups.add('sale', second);
  expect(groups.of('sale')).toEqual([first, second]);
  expect(groups.of('other')).toEqual([]);
  groups.remove('sale', first);
  groups.remove('sale', first);
  expect(groups.of('sale')).toEqual([second]);
  groups.remove('sale', second);
  expect(groups.of('sale')).toEqual([]);
});
