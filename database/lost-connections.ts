import type { EventEmitter } from 'node:events';

/**
 * A connection that the server ends (a stop, a restart) is no reason for a process to end: the next statement on it
 * fails by itself, and a pool opens another. Without this it would be an unhandled event, also between two statements
 * of a connection that is in use.
 * @param connections a pool, or a client of its own
 */
export function surviveLostConnections<Connections extends EventEmitter>(
  connections: Connections,
): Connections {
  connections.on('error', ignore);
  connections.on('connect', (client: EventEmitter | undefined) => client?.on('error', ignore));
  return connections;
}

const ignore = (): void => undefined;
