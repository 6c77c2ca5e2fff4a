import { type Message, send as sendTo } from './message.js';

/** Sockets that receive the same messages, by key. */
export class SocketGroups<S extends { conn: object }> {
  private readonly groups = new Map<string, Set<S>>();

  add(key: string, socket: S): void {
    const group = this.groups.get(key);
    if (group) group.add(socket);
    else this.groups.set(key, new Set([socket]));
  }

  remove(key: string, socket: S): void {
    const group = this.groups.get(key);
    if (!group?.delete(socket) || group.size > 0) return;
    this.groups.delete(key);
  }

  /** Returns a copy, oldest first: the caller may close sockets while iterating. */
  of(key: string): S[] {
    return [...(this.groups.get(key) ?? [])];
  }

  send(key: string, message: Message): void {
    for (const socket of this.groups.get(key) ?? []) sendTo(socket, message);
  }
}
