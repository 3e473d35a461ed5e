import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface WorkerLocation {
  /** What to start the thread with. */
  readonly script: string | URL;
  /** Whether `script` is a program's text rather than a place. */
  readonly eval: boolean;
}

/** Where the script of a training's threads stands. */
export function netWorkerLocation(from: string = import.meta.url): WorkerLocation {
  return workerLocation('net-worker', from);
}

/**
 * Where a thread's script stands: beside the file `from` while running from source, `.mjs` beside the bundle once
 * bundled. From source, the thread has to learn to read TypeScript before it can load the script.
 */
export function workerLocation(name: string, from: string): WorkerLocation {
  if (!from.endsWith('.ts')) return { script: new URL(`./${name}.mjs`, from), eval: false };
  // `require.resolve` names the CommonJS file; the module beside it is the one that can register in a thread.
  const loader = pathToFileURL(
    createRequire(from)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs'),
  ).href;
  const entry = new URL(`./${name}.ts`, from).href;
  const script = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(entry)});
  });`;
  return { script, eval: true };
}
