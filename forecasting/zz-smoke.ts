import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { panelFromSalesHistory } from './panel/from-sales-history.ts';
import { panelBefore } from './panel/panel.ts';
import { plansFromPanel } from './panel/plans.ts';
import { dayNumber } from './calendar.ts';
import { defaultConfig } from './model/config.ts';
import { trainEnsemble } from './training/ensemble.ts';
import { unpackWeights } from './model/weights.ts';
import { predict } from './model/predict.ts';
import { loadKernel } from './kernels/index.ts';
import { forecastBaseline } from './baselines/forecast-baseline.ts';
import { MetricsAccumulator, seasonalScale } from './metrics/metrics.ts';
let t = performance.now();
const lap = (s: string) => {
  console.log(s, ((performance.now() - t) / 1000).toFixed(1));
  t = performance.now();
};
const facts = new Map();
import { readCsv } from './panel/csv.ts';
import { parseDay } from './calendar.ts';
for (const r of readCsv(gunzipSync(readFileSync('../shared/data/steam/catalogue.csv.gz')).toString()))
  facts.set(r.fields[0], { releaseDay: parseDay(r.fields[2] ?? '') ?? null, genres: [] });
const panel = panelFromSalesHistory(
  gunzipSync(readFileSync('../shared/data/steam/sales_history.csv.gz')).toString(),
  'x',
  facts,
);
lap('panel');
const steps = Number(process.argv[3] ?? 400);
for (const o of process.argv[2]!.split(',')) {
  const origin = dayNumber(o);
  const p = panelBefore(panel, origin);
  const config = { ...defaultConfig, optimiser: { ...defaultConfig.optimiser, steps } };
  const r = await trainEnsemble({ panel: p, config, seeds: [1, 2], kernel: 'auto', threads: 2 });
  lap('train');
  const kernel = await loadKernel('auto');
  for (const plan of ['file', 'none'] as const) {
    const plans =
      plan === 'file'
        ? plansFromPanel(panel, origin, 60)
        : (await import('./panel/plans.ts')).unknownPlans(panel.games.length, 60);
    const out = predict(r.nets.map(unpackWeights), p, plans, kernel);
    lap('predict ' + kernel.id);
    const sets = {
      model: out.forecasts,
      sn: forecastBaseline('seasonal naive', p, 60),
      wm: forecastBaseline('weekday median', p, 60),
    };
    lap('baselines');
    let snw = 0;
    for (const [n, s] of Object.entries(sets).reverse()) {
      const a = new MetricsAccumulator();
      for (let g = 0; g < p.games.length; g++) {
        const at = g * panel.days + origin - panel.start;
        const row = (x: Float32Array) => x.subarray(g * 60, g * 60 + 60);
        a.add({
          actual: panel.units.subarray(at, at + 60),
          observed: panel.observed.subarray(at, at + 60),
          mean: row(s.mean),
          p10: row(s.p10),
          p50: row(s.p50),
          p90: row(s.p90),
          scale: seasonalScale(
            p.units.subarray(g * p.days, (g + 1) * p.days),
            p.observed.subarray(g * p.days, (g + 1) * p.days),
          ),
        });
      }
      const m = a.result();
      if (n === 'sn') snw = m.wape!;
      console.log(
        o,
        plan,
        n,
        Object.entries(m)
          .map(([k, v]) => `${k} ${(+v!).toFixed(4)}`)
          .join(' '),
        n === 'model' ? `RATIO ${(m.wape! / snw).toFixed(3)}` : '',
      );
    }
  }
}
console.log(process.memoryUsage().rss / 1e6, process.resourceUsage().userCPUTime / 1e6);
