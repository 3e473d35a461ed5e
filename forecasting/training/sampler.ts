import { hidePlan } from '../features/plan-features.ts';
import type { TrainingConfig } from '../model/config.ts';
import type { Panel } from '../panel/panel.ts';
import { firstObserved, lastObserved } from '../panel/panel.ts';
import type { Plans } from '../panel/plans.ts';
import type { Random } from '../random.ts';

/** Columns of the panel, both included, from which a window of a game may start. */
interface Origins {
  readonly game: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Draws training windows: a game, uniformly, so that a small one counts as much as a big one, then an origin of its
 * history, the newest of a few uniform draws, so that the density grows with the days' newness. A game with a short
 * history is used up to its last week, and only the days that came are scored.
 */
export class WindowSampler {
  readonly #origins: readonly Origins[];
  readonly #config: TrainingConfig;

  constructor(panel: Panel, config: TrainingConfig) {
    this.#config = config;
    this.#origins = panel.games.flatMap((_, game) => originsOf(panel, game, config) ?? []);
  }

  /** How many games can be learnt from. */
  get games(): number {
    return this.#origins.length;
  }

  draw(random: Random): { readonly game: number; readonly origin: number } {
    const { game, first, last } = this.#origins[random.below(this.#origins.length)]!;
    let newest = 0;
    for (let n = 0; n < this.#config.newestOf; n++) newest = Math.max(newest, random.uniform());
    return { game, origin: first + Math.floor(newest * (last - first + 1)) };
  }

  /** Hides the plan of some windows: half of these wholly, the others from a day of the horizon on. */
  hide(plans: Plans, row: number, random: Random): void {
    if (random.uniform() >= this.#config.hiddenPlans) return;
    const wholly = random.uniform() < 0.5;
    const from = random.below(plans.horizon);
    hidePlan(plans, row, wholly ? 0 : from);
  }
}

/** How many games of a panel have enough history to be learnt from. */
export function trainableGames(panel: Panel, config: TrainingConfig): number {
  return new WindowSampler(panel, config).games;
}

function originsOf(panel: Panel, game: number, config: TrainingConfig): Origins | undefined {
  const begin = firstObserved(panel, game);
  if (begin === -1) return undefined;
  // Where the data merely begins, a short context would teach a launch that never was.
  const first = begin + (begin > 0 ? config.minimumHistory : config.context);
  const end = lastObserved(panel, game) + 1;
  const whole = end - config.horizon;
  if (whole >= first) return { game, first, last: whole };
  const soonest = begin + config.minimumHistory;
  const last = Math.max(whole, end - 7);
  return last >= soonest ? { game, first: soonest, last } : undefined;
}
