import { afterEach, describe, expect, it } from '@jest/globals';
import { rhythmicPanel, smallConfig } from '../../testing/panels.ts';
import { loadKernel } from '../kernels/index.ts';
import { packPanel } from '../panel/pack.ts';
import { ShardThread } from './shard-thread.ts';
import type { ShardTask } from './shard-thread.ts';
import { createTrainer } from './trainer.ts';
import type { Trainer } from './trainer.ts';

// An odd batch, so that the shards differ in size.
const config = { ...smallConfig, batch: 9, optimiser: { ...smallConfig.optimiser, steps: 12 } };
const panel = rhythmicPanel(4, 150);
const kernel = await loadKernel('simd');

let thread: ShardThread | undefined;
afterEach(() => thread?.close());

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

async function readyThread(trainer: Trainer, changes: Partial<ShardTask> = {}): Promise<ShardThread> {
  const task = { panel: shared(packPanel(panel)), config, kernel: 'simd', kernelId: kernel.id } as const;
  thread = new ShardThread({ ...task, parameters: trainer.parameterCount, ...changes });
  while (!thread.ready) await new Promise((resolve) => setTimeout(resolve, 5));
  return thread;
}

describe('a training whose steps are shared by two threads', () => {
  it('gives the bytes of one thread, also when the help comes late and goes early', async () => {
    const alone = createTrainer(panel, config, 3, kernel);
    const helped = createTrainer(panel, config, 3, kernel);
    const helper = await readyThread(helped);
    for (let step = 0; !alone.done; step++) {
      helped.helper = step >= 2 && step < 9 ? helper : undefined;
      expect(await helped.step()).toBe(await alone.step());
    }
    expect(Buffer.compare(helped.state(), alone.state())).toBe(0);
    expect(Buffer.compare(helped.weights(), alone.weights())).toBe(0);
  });

  it('refuses a thread with another kernel', async () => {
    const trainer = createTrainer(panel, config, 3, kernel);
    await expect(readyThread(trainer, { kernel: 'reference' })).rejects.toThrow(
      `a training by ${kernel.id} cannot be helped by reference-1`,
    );
  });

  it('fails, and does not wait for ever, when its thread fails in the middle of a step', async () => {
    const trainer = createTrainer(panel, config, 3, kernel);
    trainer.helper = await readyThread(trainer, { parameters: trainer.parameterCount + 1 });
    await expect(trainer.step()).rejects.toThrow('offset is out of bounds');
  });

  it('fails once its thread was closed', async () => {
    const trainer = createTrainer(panel, config, 3, kernel);
    trainer.helper = await readyThread(trainer);
    await trainer.step();
    await trainer.helper.close();
    await expect(trainer.step()).rejects.toThrow('the thread that helps with a training ended with 0');
  });
});
