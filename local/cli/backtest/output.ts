import path from 'node:path';
import { formatDay } from '../../../domain/days.ts';
import type { OriginResult, Panel } from '../../../forecasting/index.ts';

const number = (value: number): string => String(Number(value.toFixed(4)));
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** `external_id,origin,date,mean,p10,p50,p90`: a row for each game that existed and each day of the horizon. */
export function dailyCsv(panel: Panel, results: readonly OriginResult[]): string {
  const lines = ['external_id,origin,date,mean,p10,p50,p90'];
  forEachGame(panel, results, (id, { origin, games }, game) => {
    const { mean, p10, p50, p90 } = games[game]!;
    mean.forEach((value, h) => {
      const numbers = [value, p10[h]!, p50[h]!, p90[h]!].map(number);
      lines.push([id, formatDay(origin), formatDay(origin + h), ...numbers].join(','));
    });
  });
  return lines.join('\n') + '\n';
}

/** `external_id,origin,days,mean,p10,p50,p90`: totals of the first days of the horizon. */
export function totalsCsv(panel: Panel, results: readonly OriginResult[]): string {
  const lines = ['external_id,origin,days,mean,p10,p50,p90'];
  forEachGame(panel, results, (id, { origin, games }, game) => {
    for (const { days, mean, p10, p50, p90 } of games[game]!.totals) {
      lines.push([id, formatDay(origin), String(days), ...[mean, p10, p50, p90].map(number)].join(','));
    }
  });
  return lines.join('\n') + '\n';
}

function forEachGame(
  panel: Panel,
  results: readonly OriginResult[],
  write: (id: string, result: OriginResult, game: number) => void,
): void {
  for (const result of results) {
    panel.games.forEach(({ id }, game) => {
      if (result.existed[game] === true) write(cell(id), result, game);
    });
  }
}

/** The file of one of several seeds: `out.csv` of seed 2 is `out-seed-2.csv`. */
export function pathOfSeed(file: string, seed: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-seed-${seed}${ext}`);
}
