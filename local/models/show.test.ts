import { describe, expect, it } from '@jest/globals';
import { describeManifest, describeModels } from './show.ts';

describe('the list of models', () => {
  it('says what each gate said', () => {
    const model = {
      id: 'm2',
      status: 'refused',
      recipe: 'lstm-64-4',
      as_of: '2026-03-01',
      created_at: new Date(0),
      promoted_at: null,
      decision: { reason: 'refused: no sure gain in WAPE' },
    };
    expect(describeModels([model])).toEqual([
      'refused   m2  recipe lstm-64-4, data before 2026-03-01',
      '          refused: no sure gain in WAPE',
    ]);
    expect(describeModels([model], new Map([['m2', 'model m2 cannot be used: it is gone']]))[2]).toBe(
      '          model m2 cannot be used: it is gone',
    );
    expect(describeModels([])).toEqual(['no model is trained yet']);
  });
});

describe('a manifest', () => {
  it('is shown with the scores of each fold, and an older one without them', () => {
    const metrics = {
      model: { wape: 0.21934, weightedQuantileLoss: null },
      'seasonal naive': null,
    };
    const lines = describeManifest({
      id: 'm2',
      kernelId: 'simd-2',
      folds: [{ origin: '2026-01-01', metrics }],
    });
    expect(lines).toEqual([
      'm2',
      '  kernelId   simd-2',
      '  held out from 2026-01-01 on',
      '    model                    WAPE 0.2193  wQL    -  ',
    ]);
    expect(describeManifest({ id: 'm1' })).toEqual(['m1']);
  });
});
