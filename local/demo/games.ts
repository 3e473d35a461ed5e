import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EpochDay } from '../../domain/days.ts';
import { Random } from './random.ts';

/** What a game of the demo store is: the words come from games.json, the numbers from the seed. */
export interface DemoGame extends GameWords {
  readonly index: number;
  /** First day on general sale; for a game whose release date is not told, the day it began to sell. */
  readonly releaseDay: EpochDay;
  readonly releaseKnown: boolean;
  readonly preOrder: boolean;
  /** First day a unit can be sold. */
  readonly saleStart: EpochDay;
  /** First day a unit can no longer be sold; null = still on sale. */
  readonly saleEnd: EpochDay | null;
  /** List prices from a day on, oldest first, in cents. 0 = free. */
  readonly prices: readonly { readonly day: EpochDay; readonly amountMinor: number }[];
  readonly process: DemandProcess;
}

/** The stated process that sales are drawn from; `expectedUnits` is its mean. */
export interface DemandProcess {
  /** Units a day long after launch, without waves, on an average weekday. */
  readonly level: number;
  /** Launch adds `launchLift · exp(−age / launchDays)` of the level. */
  readonly launchLift: number;
  readonly launchDays: number;
  /** Relative change of the level a year. */
  readonly trend: number;
  readonly waves: readonly { readonly days: number; readonly amplitude: number; readonly phase: number }[];
  /** 0 = every weekday alike, 1 = the full weekend rhythm. */
  readonly rhythm: number;
  /** How much more sells in the holidays, relative to the store's curve. */
  readonly festivity: number;
  /** Log lift a unit of discount (0.5 = half price): exp(elasticity · depth). */
  readonly elasticity: number;
  /** Share of the lift that was only pulled forward and is missing afterwards. */
  readonly pulledForward: number;
  /** Variance beyond Poisson: mean + dispersion · mean². */
  readonly dispersion: number;
  /** Probability that a review is positive. */
  readonly liking: number;
}

interface GameWords {
  readonly title: string;
  readonly publisher: string;
  readonly genres: readonly string[];
  readonly categories: readonly string[];
  readonly platforms: readonly string[];
  readonly kind: GameKind;
  readonly summary: string;
}

type GameKind =
  | 'flagship'
  | 'launch'
  | 'slow'
  | 'unreleased'
  | 'planned'
  | 'preorder'
  | 'big'
  | 'steady'
  | 'free'
  | 'nosales'
  | 'nocategory'
  | 'norelease'
  | 'ended';

/** The demo publisher: the one whose account a visitor is offered. */
export const DEMO_PUBLISHER = 'Northlight Interactive';

/** Days before the anchor from which this store's own orders exist. */
export const STORE_DAYS = 90;

/** Days of history before those: two and a quarter years. */
export const HISTORY_DAYS = 821;

const words = JSON.parse(
  readFileSync(fileURLToPath(new URL('./games.json', import.meta.url)), 'utf8'),
) as GameWords[];

/** All games of the demo store for a seed, as seen from the anchor day. */
export function demoGames(seed: number, anchor: EpochDay): DemoGame[] {
  return words.map((game, index) => buildGame(game, index, seed, anchor));
}

function buildGame(game: GameWords, index: number, seed: number, anchor: EpochDay): DemoGame {
  const random = new Random(seed, 'game', index);
  const releaseDay = anchor + releaseOffset(game.kind, random);
  const free = game.kind === 'free';
  const preOrder = game.kind === 'preorder';
  const saleStart = preOrder ? anchor - 25 : releaseDay;
  return {
    ...game,
    index,
    releaseDay,
    releaseKnown: game.kind !== 'norelease',
    preOrder,
    saleStart,
    saleEnd: game.kind === 'ended' ? anchor - 400 : null,
    prices: free ? [{ day: saleStart, amountMinor: 0 }] : listPrices(game.kind, saleStart, anchor, random),
    process: demandProcess(game.kind, random),
  };
}

function releaseOffset(kind: GameKind, random: Random): number {
  const anywhere = random.next();
  const ordinary =
    anywhere < 0.55
      ? -random.integer(HISTORY_DAYS + STORE_DAYS, 2200)
      : anywhere < 0.9
        ? -random.integer(120, HISTORY_DAYS + STORE_DAYS)
        : -random.integer(20, 110);
  const fixed: Partial<Record<GameKind, number>> = {
    flagship: -640,
    launch: -11,
    slow: -1300,
    unreleased: 74,
    planned: -980,
    preorder: 31,
    ended: -1700,
    norelease: -500,
    nosales: -60,
  };
  return fixed[kind] ?? ordinary;
}

const PRICE_STEPS = [499, 799, 999, 1299, 1499, 1999, 2499, 2999, 3999];

function listPrices(kind: GameKind, saleStart: EpochDay, anchor: EpochDay, random: Random) {
  const step = kind === 'flagship' || kind === 'big' ? random.integer(6, 8) : random.integer(0, 7);
  const prices = [{ day: saleStart, amountMinor: PRICE_STEPS[step] ?? 1999 }];
  const age = anchor - saleStart;
  // An older game is often cut to the next price point for good.
  if (age > 500 && step > 1 && random.chance(0.35)) {
    prices.push({
      day: saleStart + random.integer(300, age - 150),
      amountMinor: PRICE_STEPS[step - 1] ?? 999,
    });
  }
  return prices;
}

function demandProcess(kind: GameKind, random: Random): DemandProcess {
  const ordinary = Math.exp(Math.log(9) + 0.85 * random.normal());
  const levels: Partial<Record<GameKind, number>> = {
    flagship: 165,
    big: random.between(45, 90),
    launch: 24,
    slow: 0.45,
    planned: 21,
    preorder: 9,
    unreleased: 30,
    nosales: 0,
    ended: 7,
  };
  return {
    level: levels[kind] ?? Math.min(60, Math.max(0.6, ordinary)),
    launchLift: random.between(2, 6),
    launchDays: random.between(8, 24),
    trend: kind === 'flagship' ? -0.05 : random.between(-0.35, 0.2),
    waves: [random.between(400, 700), random.between(120, 260), random.between(45, 90)].map((days, i) => ({
      days,
      amplitude: [0.18, 0.1, 0.06][i]! * random.between(0.4, 1.3),
      phase: random.between(0, 2 * Math.PI),
    })),
    rhythm: random.between(0.5, 1.2),
    festivity: random.between(0.5, 1.5),
    elasticity: random.between(1.8, 3.4),
    pulledForward: random.between(0.4, 0.7),
    dispersion: random.between(0.02, 0.12),
    liking: Math.min(0.98, Math.max(0.28, 0.8 + 0.14 * random.normal())),
  };
}
