import { describe, expect, it } from '@jest/globals';
import { rhythmicPanel, smallConfig } from '../../testing/panels.ts';
import { loadKernel } from '../kernels/index.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import { copyPanel, emptyPanel } from '../panel/panel.ts';
import { createTrainer } from './trainer.ts';
import type { Trainer } from './trainer.ts';

const panel = rhythmicPanel(6, 200);

async function trainer(seed = 1, kernel?: LstmKernel): Promise<Trainer> {
  return createTrainer(panel, smallConfig, seed, kernel ?? (await loadKernel('simd')));
}

async function run(subject: Trainer, steps: number): Promise<void> {
  for (let n = 0; n < steps; n++) await subject.step();
}

describe('a trainer', () => {
  it('gives the same bytes for the same panel, configuration, seed and kernel', async () => {
    const [one, two] = [await trainer(), await trainer()];
    await run(one, 10);
    await run(two, 10);
    expect(Buffer.compare(one.weights(), two.weights())).toBe(0);
  });

  it('gives other weights for another seed', async () => {
    const [one, two] = [await trainer(1), await trainer(2)];
    await run(one, 2);
    await run(two, 2);
    expect(Buffer.compare(one.weights(), two.weights())).not.toBe(0);
  });

  it('takes ten steps or five, a stop and five more to the same bytes', async () => {
    const whole = await trainer();
    await run(whole, 10);
    const first = await trainer();
    await run(first, 5);
    const second = await trainer();
    second.restore(first.state());
    await run(second, 5);
    expect(Buffer.compare(second.weights(), whole.weights())).toBe(0);
    expect(Buffer.compare(second.state(), whole.state())).toBe(0);
    expect(second.done).toBe(true);
  });

  it('refuses the state of another seed', async () => {
    const one = await trainer(1);
    const two = await trainer(2);
    expect(() => two.restore(one.state())).toThrow('training state has seed 1, this trainer 2');
  });

  it('learns what the linear forecast cannot know: its loss falls', async () => {
    // A discount's first two days sell twenty times as much as its others.
    const rushes = copyPanel(panel);
    rushes.discount.forEach((rate, at) => {
      if (rate > 0 && rushes.discount[at - 2] === 0) rushes.units[at]! *= 20;
    });
    const subject = createTrainer(
      rushes,
      { ...smallConfig, optimiser: { ...smallConfig.optimiser, steps: 60, rate: 1e-2 } },
      1,
      await loadKernel('simd'),
    );
    const losses: number[] = [];
    for (let n = 0; n < 60; n++) losses.push(await subject.step());
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(losses.slice(-10))).toBeLessThan(0.92 * mean(losses.slice(0, 10)));
  });

  it('says so when no game has enough history', async () => {
    const empty = emptyPanel(0, 30, [{ id: 'a', releaseDay: null, genres: [] }]);
    const kernel = await loadKernel('reference');
    expect(() => createTrainer(empty, smallConfig, 1, kernel)).toThrow('no game has enough history');
  });
});
