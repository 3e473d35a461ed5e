import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { formatDay } from '../../../domain/days.ts';
import type { EpochDay } from '../../../domain/days.ts';
import { panelFromSalesHistory, PanelSourceError, readGameFacts } from '../../../forecasting/index.ts';
import type { GameFacts, Panel } from '../../../forecasting/index.ts';
import { CommandError } from '../command.ts';

/** The panel of a history file, with release dates and genres from the catalogue file if one is given. */
export async function readPanel(history: string, catalogue: string | undefined): Promise<Panel> {
  try {
    const facts: GameFacts =
      catalogue === undefined ? new Map() : readGameFacts(await readText(catalogue), catalogue);
    return panelFromSalesHistory(await readText(history), history, facts);
  } catch (error) {
    if (error instanceof PanelSourceError) throw new CommandError(error.message);
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(zipped ? gunzipSync(bytes) : bytes);
  } catch (error) {
    const form = zipped ? 'gzip of UTF-8 text' : 'UTF-8 text';
    throw new CommandError(`${path} is not ${form}: ${(error as Error).message}`);
  }
}

/** Throws unless every origin has a day of history before it and does not lie beyond the day after the last. */
export function checkOrigins(panel: Panel, origins: readonly EpochDay[], history: string): void {
  const end = panel.start + panel.days;
  for (const origin of origins) {
    if (origin > panel.start && origin <= end) continue;
    const span = `${formatDay(panel.start)} to ${formatDay(end - 1)}`;
    const allowed = `${formatDay(panel.start + 1)} to ${formatDay(end)}`;
    throw new CommandError(
      `--origins holds ${formatDay(origin)}, but ${history} runs from ${span}: expected ${allowed}`,
    );
  }
}
