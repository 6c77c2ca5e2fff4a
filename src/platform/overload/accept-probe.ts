import { connect, type Server } from 'node:net';

/** A connection of our own to our own port. */
export interface AcceptProbe {
  /** Whether an accepted connection is the other end of this one. */
  is(accepted: { remoteAddress?: string | undefined; remotePort?: number | undefined }): boolean;
  end(): void;
}
/** @param failed called later if it was not accepted: the server stops listening, or no descriptor is left */
export type SendProbe = (failed: () => void) => AcceptProbe | null;

const ANY = new Map([
  ['::', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
]);

/** Returns how to send probes to a server; one that does not listen on a port gets none. */
export const probesOf =
  (server: Pick<Server, 'address'>): SendProbe =>
  (failed) => {
    const address = server.address();
    if (address === null || typeof address === 'string') return null;
    const socket = connect(address.port, ANY.get(address.address) ?? address.address);
    socket.unref();
    socket.on('error', failed);
    return {
      is: ({ remoteAddress = '', remotePort }) =>
        remotePort !== undefined &&
        remotePort === socket.localPort &&
        remoteAddress.endsWith(socket.localAddress ?? 'none'), // of a server on both families it begins with ::ffff:
      end: () => socket.destroy(),
    };
  };
