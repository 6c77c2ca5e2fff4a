import fs from 'node:fs';

export default async function globalTeardown() {
  const { folder, all } = globalThis.testServices;
  await Promise.all(all.map((service) => service.stop()));
  fs.rmSync(folder, { recursive: true, force: true });
}
