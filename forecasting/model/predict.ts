import { discountShares } from '../features/discount-shares.ts';
import { emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { gamePlan } from '../features/plan-features.ts';
import { prepareSeries } from '../features/series.ts';
import type { BatchInputs } from '../features/windows.ts';
import { DECODER_FEATURES, ENCODER_FEATURES, WindowWriter, withRises } from '../features/windows.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import type { Panel } from '../panel/panel.ts';
import { withoutDiscounts } from '../panel/plans.ts';
import type { Plans } from '../panel/plans.ts';
import { networkSize } from './config.ts';
import type { DecoderState } from './decoder-state.ts';
import { readAnswers } from './heads.ts';
import { Network } from './network.ts';
import { allocateParameters, OUTPUTS } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { partnerOf } from './partner.ts';
import { anchorOf, pullTowards, shareAt, trustOf } from './trust.ts';
import type { NetWeights } from './weights.ts';

/** No forecast passes this many times the most that a game ever sold in a day. */
const CEILING = 20;

export interface Prediction {
  readonly forecasts: ForecastSet;
  /** The mean with every planned discount left out, `[games, horizon]`. */
  readonly meanWithoutDiscounts: Float32Array;
}

/**
 * The networks' common forecast of every game for the days after the panel's last: the mean of their answers in log
 * space. All must come from one configuration.
 *
 * @param keep hears of each game what the decoder alone needs to answer for another plan
 */
export function predict(
  nets: readonly NetWeights[],
  panel: Panel,
  plans: Plans,
  kernel: LstmKernel,
  keep?: (game: number, state: DecoderState) => void,
): Prediction {
  const { config, yearly, shares, base: linear } = nets[0]!;
  const { context, horizon, batch } = config;
  const size = networkSize(config);
  const trust = trustOf(config.trust, horizon);
  const network = new Network(kernel, { ...size, context, horizon, batch });
  const parameters = nets.map((net) => {
    const allocated = allocateParameters(kernel, size);
    allocated.flat.set(net.values);
    return allocated;
  });
  const windowContext = { base: linear, shares: discountShares(panel, shares, plans) };
  const tables = prepareSeries(panel);
  const writer = new WindowWriter(tables, { context, horizon, yearly }, windowContext);
  const rows = batch * horizon;
  const planned = {
    batch,
    encoder: kernel.allocate(context * batch * ENCODER_FEATURES),
    decoder: kernel.allocate(rows * DECODER_FEATURES),
    base: new Float32Array(rows),
    level: new Float32Array(batch),
  };
  const plain = { ...planned, decoder: kernel.allocate(rows * DECODER_FEATURES) };
  const plainPlans = withoutDiscounts(plans);
  const forecasts = emptyForecasts(panel.start + panel.days, horizon, panel.games.length);
  const meanWithoutDiscounts = new Float32Array(forecasts.mean.length);
  for (let first = 0; first < panel.games.length; first += batch) {
    const count = Math.min(batch, panel.games.length - first);
    for (let n = 0; n < count; n++) {
      writer.write(first + n, panel.days, plans, first + n, planned, n);
      writer.writeDecoder(first + n, panel.days, plainPlans, first + n, plain, n);
    }
    const answers = answerBoth(network, parameters, planned, plain.decoder);
    for (let n = 0; n < count; n++) {
      const game = first + n;
      const base = planned.base.slice(n * horizon, (n + 1) * horizon);
      const level = planned.level[n]!;
      const partner = partnerOf(tables, game, horizon);
      const anchor = anchorOf(base, partner, level, shareAt(config.trust.smoothing, level));
      const own = (array: Float32Array): Float32Array =>
        array.subarray(n * horizon * OUTPUTS, (n + 1) * horizon * OUTPUTS);
      pullTowards(own(answers.planned), own(answers.plain), {
        anchor,
        trust,
        discounts: shareAt(config.trust.discounts, level),
      });
      const at = { n, game, level, ceiling: ceilingOf(panel, game) };
      writeGame(answers, at, forecasts, meanWithoutDiscounts);
      keep?.(game, {
        level: at.level,
        ceiling: at.ceiling,
        base,
        anchor,
        decoder: planned.decoder.slice(n * horizon * DECODER_FEATURES, (n + 1) * horizon * DECODER_FEATURES),
        hidden: answers.states.map((state) => state.slice(n * size.hidden, (n + 1) * size.hidden)),
        start: writer.planStart(game, panel.days),
        plan: gamePlan(plans, game),
      });
    }
  }
  network.release();
  for (const array of [planned.encoder, planned.decoder, plain.decoder]) kernel.release(array);
  for (const { flat } of parameters) kernel.release(flat);
  return { forecasts, meanWithoutDiscounts };
}

/** Both passes of a batch, `[rows, 4]`, averaged over the networks. */
interface Answers {
  readonly planned: Float32Array;
  readonly plain: Float32Array;
  /** Of each network what it read from the past, `[batch, hidden]`. */
  readonly states: readonly Float32Array[];
}

function answerBoth(
  network: Network,
  nets: readonly Parameters[],
  inputs: BatchInputs,
  plainDecoder: Float32Array,
): Answers {
  const length = network.answers.length;
  const sums = { planned: new Float32Array(length), plain: new Float32Array(length) };
  const one = new Float32Array(length);
  const states = [];
  for (const parameters of nets) {
    network.encode(parameters, inputs.encoder);
    states.push(network.state.slice());
    for (const [name, decoder] of [
      ['planned', inputs.decoder],
      ['plain', plainDecoder],
    ] as const) {
      network.decode(parameters, decoder);
      readAnswers(network.answers, withRises(inputs.base, decoder), one);
      for (let n = 0; n < length; n++) sums[name][n]! += one[n]! / nets.length;
    }
  }
  return { ...sums, states };
}

/** Units a day of a prediction in log units less the level. */
export function unitsOf(log: number, { level, ceiling }: Pick<DecoderState, 'level' | 'ceiling'>): number {
  return Math.expm1(Math.max(0, Math.min(ceiling, log + level)));
}

/** ln(1 + units) that no day's forecast may pass. */
function ceilingOf(panel: Panel, game: number): number {
  const from = game * panel.days;
  let most = 0;
  for (let day = 0; day < panel.days; day++) {
    if (panel.observed[from + day] === 1) most = Math.max(most, panel.units[from + day]!);
  }
  return Math.log1p(CEILING * (most + 1));
}

function writeGame(
  answers: Answers,
  at: { readonly n: number; readonly game: number; readonly level: number; readonly ceiling: number },
  out: ForecastSet,
  meanWithoutDiscounts: Float32Array,
): void {
  const { horizon } = out;
  const units = (log: number): number => unitsOf(log, at);
  for (let h = 0; h < horizon; h++) {
    const from = (at.n * horizon + h) * OUTPUTS;
    const to = at.game * horizon + h;
    out.p10[to] = units(answers.planned[from]!);
    out.p50[to] = units(answers.planned[from + 1]!);
    out.p90[to] = units(answers.planned[from + 2]!);
    out.mean[to] = units(answers.planned[from + 3]!);
    meanWithoutDiscounts[to] = units(answers.plain[from + 3]!);
  }
}
