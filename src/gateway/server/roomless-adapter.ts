import type { Namespace, Server } from 'socket.io';

type AdapterClass = new (namespace: Namespace) => Namespace['adapter'];

/**
 * Socket.IO's adapter without rooms: it keeps two sets for each socket only to find it again by its id. Which sockets belong
 * together is known to the namespaces (SocketGroups, SeatedPlaces), and what they are told is encoded before.
 */
export function roomless(server: Server): (namespace: Namespace) => Namespace['adapter'] {
  const Base = server.adapter() as unknown as AdapterClass;
  class RoomlessAdapter extends Base {
    override addAll(): void {}
    override del(): void {}
    override delAll(): void {}
    override broadcast(): never {
      throw new Error('There are no rooms: send to the sockets of a group instead.');
    }
  }
  return RoomlessAdapter as unknown as (namespace: Namespace) => Namespace['adapter']; // called with `new`
}
