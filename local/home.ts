import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '..');

/** Where this installation keeps everything: KRATOS_HOME, by default `.kratos` in the checkout. */
export function storeHome(env: NodeJS.ProcessEnv = process.env): string {
  const moved = env['KRATOS_HOME'];
  return moved === undefined || moved === '' ? path.join(repository, '.kratos') : path.resolve(moved);
}

export const dataBucket = 'kratos-data';
export const mediaBucket = 'kratos-media';

/** Objects of the local S3 are plain files. */
export function bucketFolder(home: string, bucket: typeof dataBucket | typeof mediaBucket): string {
  return path.join(home, 's3', bucket);
}
