import type { RunDetail } from '../../shared/api/contract.ts';

/** An edge that leaves the straight line: drawn as an arc beside the states. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly label: string | null;
  /** Which of the tracks beside the states it runs on; 0 is the nearest. */
  readonly track: number;
}

/**
 * States stand below each other in their order; an edge to the next one is the line between them, every other edge an
 * arc. Arcs that overlap get tracks of their own, the shortest nearest to the states.
 */
export function arcsOf(run: Pick<RunDetail, 'states' | 'edges'>): Arc[] {
  const place = new Map(run.states.map((state, index) => [state.name, index]));
  const spans = run.edges.flatMap((edge) => {
    const from = place.get(edge.from);
    const to = place.get(edge.to);
    return from === undefined || to === undefined || to === from + 1
      ? []
      : [{ from, to, label: edge.label ?? null }];
  });
  const unique = spans.filter(
    (span, index) => spans.findIndex((other) => other.from === span.from && other.to === span.to) === index,
  );
  const arcs: Arc[] = [];
  for (const span of [...unique].sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from))) {
    const taken = arcs.filter((arc) => overlaps(arc, span)).map((arc) => arc.track);
    let track = 0;
    while (taken.includes(track)) track += 1;
    arcs.push({ ...span, track });
  }
  return arcs;
}

/** Arcs into the same state may share a track: they join there. */
function overlaps(a: { from: number; to: number }, b: { from: number; to: number }): boolean {
  if (a.to === b.to) return false;
  const [aLow, aHigh] = [Math.min(a.from, a.to), Math.max(a.from, a.to)];
  const [bLow, bHigh] = [Math.min(b.from, b.to), Math.max(b.from, b.to)];
  return aLow <= bHigh && bLow <= aHigh;
}

/** True if the edge to the very next state exists, so that the line between the two is drawn. */
export function isStraight(run: Pick<RunDetail, 'states' | 'edges'>, index: number): boolean {
  const from = run.states[index]?.name;
  const to = run.states[index + 1]?.name;
  return run.edges.some((edge) => edge.from === from && edge.to === to);
}

/** Where a state goes, in words. */
export function nextWords(run: Pick<RunDetail, 'edges'>, name: string): string {
  const next = run.edges.filter((edge) => edge.from === name);
  if (next.length === 0) return 'ends here';
  return `then ${next.map((edge) => (edge.label === undefined ? edge.to : `${edge.to} (${edge.label})`)).join(', ')}`;
}
