import { describe, expect, it } from '@jest/globals';
import type { ServedDecision } from '../../../forecasting/index.ts';
import { refreshGate, type GateCandidate } from './gate.ts';

/** A model whose held-out error was `model` where seasonal naive's was `naive`; null = nothing was sold. */
function candidate(asOf: string, model: number | null, naive: number | null): GateCandidate {
  const pooled = {
    model: { wape: model },
    'seasonal naive': { wape: naive },
    'weekday median': { wape: naive },
  };
  return { asOf, decision: { origin: asOf, horizon: 60, bands: [], pooled } as unknown as ServedDecision };
}

const champion = candidate('2020-06-01', 0.4, 0.5);

describe('refreshGate', () => {
  it.each([
    ['the first model', candidate('2020-06-08', 0.9, 0.5), null, true, true, /no model before/],
    [
      'a first model with a broken weight',
      candidate('2020-06-08', 0.3, 0.5),
      null,
      false,
      false,
      /not a finite/,
    ],
    [
      'a better one with a broken weight',
      candidate('2020-06-08', 0.3, 0.5),
      champion,
      false,
      false,
      /not a finite/,
    ],
    [
      'a better one',
      candidate('2020-06-08', 0.35, 0.5),
      champion,
      true,
      true,
      /0\.700 .*champion had 0\.800/,
    ],
    ['one that is 5 % worse', candidate('2020-06-08', 0.42, 0.5), champion, true, true, /0\.840/],
    [
      'one that is 6 % worse',
      candidate('2020-06-08', 0.424, 0.5),
      champion,
      true,
      false,
      /more than 5 % worse/,
    ],
    ['one on harder days', candidate('2020-06-08', 0.8, 1), champion, true, true, /0\.800/],
    ['one of older data', candidate('2020-05-31', 0.1, 0.5), champion, true, false, /before 2020-05-31/],
    ['one of the same data', candidate('2020-06-01', 0.4, 0.5), champion, true, true, /newer data/],
    [
      'one whose days sold nothing',
      candidate('2020-06-08', null, null),
      champion,
      true,
      true,
      /nothing sold/,
    ],
    [
      'one beside a champion without days',
      candidate('2020-06-08', 0.4, 0.5),
      candidate('2020-06-01', null, 0),
      true,
      true,
      /nothing sold/,
    ],
  ] as const)('%s', (_name, challenger, incumbent, finite, promoted, reason) => {
    expect(refreshGate(challenger, incumbent, finite)).toEqual({
      promoted,
      reason: expect.stringMatching(reason),
    });
  });
});
