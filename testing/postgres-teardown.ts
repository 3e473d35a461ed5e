import { rm } from 'node:fs/promises';

export default async function tearDown(): Promise<void> {
  const server = globalThis.kratosTestPostgres;
  if (!server) return;
  await server.stop();
  await rm(server.dataDir, { recursive: true, force: true });
}
