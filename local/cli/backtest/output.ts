import path from 'node:path';
import { formatDay } from '../../../domain/days.ts';
import type { OriginResult, Panel } from '../../../forecasting/index.ts';

const number = (value: number): string => String(Number(value.toFixed(4)));
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const dailyHeader = 'external_id,origin,date,mean,p10,p50,p90\n';
export const totalsHeader = 'external_id,origin,days,mean,p10,p50,p90\n';

/** A row for each game that existed and each day of the horizon. */
export function dailyRows(panel: Panel, result: OriginResult): string {
  const dates = Array.from({ length: result.outcome.horizon }, (_, h) => formatDay(result.origin + h));
  return rowsOf(panel, result, (game) => {
    const { mean, p10, p50, p90 } = result.games[game]!;
    return Array.from(mean, (value, h) => [dates[h]!, ...[value, p10[h]!, p50[h]!, p90[h]!].map(number)]);
  });
}

/** A row for each game that existed and each span of days. */
export function totalsRows(panel: Panel, result: OriginResult): string {
  return rowsOf(panel, result, (game) =>
    result.games[game]!.totals.map(({ days, mean, p10, p50, p90 }) => [
      String(days),
      ...[mean, p10, p50, p90].map(number),
    ]),
  );
}

function rowsOf(panel: Panel, result: OriginResult, cellsOf: (game: number) => string[][]): string {
  const origin = formatDay(result.origin);
  return panel.games
    .flatMap(({ id }, game) =>
      result.existed[game] === true
        ? cellsOf(game).map((cells) => [cell(id), origin, ...cells].join(',') + '\n')
        : [],
    )
    .join('');
}

/** The file of one of several seeds: `out.csv` of seed 2 is `out-seed-2.csv`. */
export function pathOfSeed(file: string, seed: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-seed-${seed}${ext}`);
}
