import type { Namespace, Server } from 'socket.io';

type AdapterClass = new (namespace: Namespace) => Namespace['adapter'];

/**
 * Socket.IO's adapter without rooms, for which it keeps two sets per socket just to find the socket by its id. Groups
 * of sockets are kept by the namespaces (SocketGroups, SeatedPlaces), and their messages are encoded beforehand.
 */
export function roomless(server: Server): (namespace: Namespace) => Namespace['adapter'] {
  const Base = server.adapter() as unknown as AdapterClass;
  class RoomlessAdapter extends Base {
    override addAll(): void {}
    override del(): void {}
    override delAll(): void {}
    override broadcast(): never {
      throw new Error('Rooms are not supported: send to the sockets of a group instead.');
    }
  }
  return RoomlessAdapter as unknown as (namespace: Namespace) => Namespace['adapter']; // called with `new`
}
