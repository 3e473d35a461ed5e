const TOLERANCE = 1e-7;

/**
 * The point of the unit cube with the least `cost` that the simplex method of Nelder & Mead (1965) finds from `start`
 * within `evaluations`; points outside are moved onto the cube's surface.
 */
export function minimise(
  cost: (point: Float64Array) => number,
  start: readonly number[],
  evaluations: number,
): { readonly point: Float64Array; readonly cost: number } {
  const size = start.length;
  let left = evaluations;
  const measured = (point: Float64Array): Corner => {
    left -= 1;
    for (let n = 0; n < size; n++) point[n] = Math.min(1, Math.max(0, point[n]!));
    return { point, cost: cost(point) };
  };
  const corners = [measured(Float64Array.from(start))];
  for (let n = 0; n < size; n++) {
    const point = Float64Array.from(start);
    point[n]! += point[n]! > 0.5 ? -0.25 : 0.25;
    corners.push(measured(point));
  }
  const byCost = (a: Corner, b: Corner): number => a.cost - b.cost;
  corners.sort(byCost);
  while (left > 0 && corners[size]!.cost - corners[0]!.cost > TOLERANCE * Math.abs(corners[0]!.cost)) {
    const worst = corners[size]!;
    const middle = centre(corners, size);
    const towards = (factor: number): Corner =>
      measured(middle.map((value, n) => value + factor * (value - worst.point[n]!)));
    const reflected = towards(1);
    if (reflected.cost < corners[0]!.cost) {
      const expanded = towards(2);
      corners[size] = expanded.cost < reflected.cost ? expanded : reflected;
    } else if (reflected.cost < corners[size - 1]!.cost) {
      corners[size] = reflected;
    } else {
      const contracted = towards(reflected.cost < worst.cost ? 0.5 : -0.5);
      if (contracted.cost < Math.min(reflected.cost, worst.cost)) corners[size] = contracted;
      else shrink(corners, measured);
    }
    corners.sort(byCost);
  }
  return corners[0]!;
}

interface Corner {
  readonly point: Float64Array;
  readonly cost: number;
}

function centre(corners: readonly Corner[], count: number): Float64Array {
  const middle = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    for (let corner = 0; corner < count; corner++) middle[n]! += corners[corner]!.point[n]! / count;
  }
  return middle;
}

/** Halves the way of every corner to the best one. */
function shrink(corners: Corner[], measured: (point: Float64Array) => Corner): void {
  const best = corners[0]!.point;
  for (let corner = 1; corner < corners.length; corner++) {
    corners[corner] = measured(corners[corner]!.point.map((value, n) => (value + best[n]!) / 2));
  }
}
