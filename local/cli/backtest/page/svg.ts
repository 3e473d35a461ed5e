/** Text as it may stand in an element or an attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const short = (value: number): string => String(Number(value.toFixed(1)));

export type Scale = (value: number) => number;

export function linear(from: readonly [number, number], to: readonly [number, number]): Scale {
  const span = from[1] - from[0] || 1;
  return (value) => to[0] + ((value - from[0]) / span) * (to[1] - to[0]);
}

/** Round values from `low` to `high`, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => power * factor >= raw) ?? 10);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => (first + n) * step);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line through points; `null` breaks it. */
export function linePath(points: readonly (Point | null)[]): string {
  let path = '';
  let open = false;
  for (const point of points) {
    if (point !== null) path += `${open ? 'L' : 'M'}${short(point.x)} ${short(point.y)}`;
    open = point !== null;
  }
  return path;
}

export function line(points: readonly (Point | null)[], className: string): string {
  return `<path class="${className}" d="${linePath(points)}"/>`;
}

/** The area between two lines of the same length. */
export function area(upper: readonly Point[], lower: readonly Point[], className: string): string {
  return `<path class="${className}" d="${linePath([...upper, ...[...lower].reverse()])}Z"/>`;
}

export function rule(from: Point, to: Point, className: string): string {
  return `<path class="${className}" d="${linePath([from, to])}"/>`;
}

export function text(at: Point, content: string, anchor: 'start' | 'middle' | 'end', className = ''): string {
  const own = className === '' ? '' : ` class="${className}"`;
  return `<text x="${short(at.x)}" y="${short(at.y)}" text-anchor="${anchor}"${own}>${escaped(content)}</text>`;
}

export function dot({ x, y }: Point, radius: number, className: string, title: string): string {
  const name = `<title>${escaped(title)}</title>`;
  return `<circle class="${className}" cx="${short(x)}" cy="${short(y)}" r="${radius}">${name}</circle>`;
}

/** A picture that fits the width of its place. `label` says in words what it shows, for those who cannot see it. */
export function picture(width: number, height: number, label: string, parts: readonly string[]): string {
  const big = width > 600 ? ' class="big"' : '';
  const open = `<svg${big} viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">`;
  return `${open}${parts.join('')}</svg>`;
}
