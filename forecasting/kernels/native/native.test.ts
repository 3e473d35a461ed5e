import { describe, expect, it } from '@jest/globals';
import { lstmPass, runPass } from '../../../testing/kernel-numbers.ts';
import { createNativeKernel } from './native.ts';
import { defaultNativeFolders, loadTfjsNode } from './tensorflow.ts';

const kernel = await createNativeKernel(defaultNativeFolders(), 16);
const loads = !('reasons' in kernel);

/** Tensors that TensorFlow holds for JavaScript. */
function liveTensors(): number {
  const tfjs = loadTfjsNode(defaultNativeFolders());
  if ('reasons' in tfjs) throw new Error(tfjs.reasons.join('\n'));
  const binding = tfjs.findBackend('tensorflow')?.binding as unknown as { getNumOfTensors(): number };
  return binding.getNumOfTensors();
}

(loads ? describe : describe.skip)(
  loads
    ? 'the native kernel and TensorFlow’s memory'
    : 'the native kernel (skipped: @tensorflow/tfjs-node does not load; npm run tfjs:native builds it)',
  () => {
    const shape = { steps: 3, batch: 2, inputs: 4, hidden: 5 };
    const pass = lstmPass(shape, 1);

    it('holds nothing after its layers are released, also when a forward pass had no backward', () => {
      if ('reasons' in kernel) throw new Error('unreachable: the suite is skipped');
      const before = liveTensors();
      runPass(kernel, shape, pass);
      const layer = kernel.lstm(shape);
      const last = new Float32Array(10);
      layer.forward(pass.x, pass.weights, last);
      layer.forward(pass.x, pass.weights, last);
      layer.release();
      expect(liveTensors()).toBe(before);
    });

    it('keeps as many tensors after a hundred batches as after one', () => {
      if ('reasons' in kernel) throw new Error('unreachable: the suite is skipped');
      const layer = kernel.lstm(shape);
      const batch = (): void => {
        layer.forward(pass.x, pass.weights, new Float32Array(10));
        layer.backward(pass.lastGradient, pass.weights);
      };
      batch();
      const afterOne = liveTensors();
      for (let n = 0; n < 100; n++) batch();
      expect(liveTensors()).toBe(afterOne);
      layer.release();
    });
  },
);
