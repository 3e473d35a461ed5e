import type { Model, Training } from '../shared/api/contract.ts';

const NOTE =
  "Since 2026-06-07 the model's forecasts of 1 to 7 days ahead have been further off, over all games, than when it was tested; it is trained anew once for that.";

/** Three models, one of them refused, with that one as the champion; it drifts. */
export function trainingOf(champion: string): Training {
  const model = (id: string, asOf: string, reason: string, refused = false): Model => ({
    id,
    status: refused ? 'refused' : id === champion ? 'champion' : 'retired',
    recipe: 'lstm-64',
    kernelId: 'simd-1',
    seed: 100,
    asOf,
    createdAt: `${asOf}T02:13:00.000Z`,
    promotedAt: refused ? null : `${asOf}T02:14:00.000Z`,
    metrics: {},
    decision: { reason },
    drift:
      id === champion ? [{ of: 'champion', days: { from: 1, to: 7 }, since: '2026-06-07', note: NOTE }] : [],
  });
  const models = [
    model('model-june', '2026-06-05', 'promoted: the newest held-out days went no more than 5 % worse'),
    model('model-tried', '2026-05-29', 'refused: no sure gain in WAPE on 2026-03-30', true),
    model('model-may', '2026-05-22', 'promoted: there was no champion to be held against'),
  ];
  return {
    current: null,
    champion: models.find(({ id }) => id === champion) ?? null,
    models,
    driftingGames: [
      {
        gameId: 3,
        title: 'Third',
        drift: [{ of: 'game', days: { from: 8, to: 28 }, since: '2026-06-04', note: 'Further off.' }],
      },
    ],
  };
}
