import { mix, shade } from './palettes.ts';
import type { Palette } from './palettes.ts';
import type { Random } from './random.ts';

const r = Math.round;

/** The sun or moon with its glow. */
export function light(palette: Palette, x: number, y: number, radius: number): string {
  return `<circle cx="${r(x)}" cy="${r(y)}" r="${r(radius * 3.4)}" fill="url(#glow)"/><circle cx="${r(x)}" cy="${r(y)}" r="${r(radius)}" fill="${palette.light}"/>`;
}

export function stars(palette: Palette, random: Random, count: number, until: number): string {
  let path = '';
  for (let i = 0; i < count; i += 1) {
    path += `M${random.whole(8, 592)} ${random.whole(8, until)}h0`;
  }
  const half = path.length >> 1;
  const cut = path.indexOf('M', half);
  return `<g stroke="${mix(palette.light, '#ffffff', 0.5)}" stroke-linecap="round"><path d="${path.slice(0, cut)}" stroke-width="2" opacity=".6"/><path d="${path.slice(cut)}" stroke-width="3.4" opacity=".9"/></g>`;
}

function ridge(random: Random, y: number, height: number, steps: number): string {
  const points: string[] = [];
  for (let i = 0; i <= steps; i += 1) {
    const lift = (i % 2 === 0 ? random.between(0, 0.45) : random.between(0.55, 1)) * height;
    const x = (i / steps) * 600 + (i === 0 || i === steps ? 0 : random.between(-0.3, 0.3) * (600 / steps));
    points.push(`${r(x)} ${r(y - lift)}`);
  }
  return `M0 800L0 ${r(y)}L${points.join('L')}L600 800Z`;
}

/** Mountains behind mountains, the farther the paler, and a wanderer on the nearest. */
export function peaks(palette: Palette, random: Random): string {
  const x = random.between(140, 460);
  const layers = [0, 1, 2, 3].map((i) => {
    const y = 400 + i * 75;
    const colour = mix(mix(palette.bottom, palette.accent, 0.35), palette.dark, 0.12 + i * 0.26);
    return `<path d="${ridge(random, y, 210 - i * 38, 6 + i * 2)}" fill="${colour}"/>`;
  });
  const mist = `<rect y="430" width="600" height="110" fill="${palette.light}" opacity=".12"/>`;
  const wanderer = r(random.between(90, 510));
  const figure = `<g fill="${shade(palette.dark, 0.6)}"><path d="M${wanderer - 120} 640Q${wanderer} 540 ${wanderer + 130} 640V800H${wanderer - 120}Z"/><path d="M${wanderer - 9} 592l4-34q5-8 10 0l6 34z"/><circle cx="${wanderer}" cy="548" r="7"/><path d="M${wanderer + 14} 594V530" stroke="${shade(palette.dark, 0.6)}" stroke-width="3"/></g>`;
  return [
    stars(palette, random, 40, 300),
    light(palette, x, random.between(190, 300), random.between(55, 95)),
    ...layers.slice(0, 2),
    mist,
    ...layers.slice(2),
    figure,
  ].join('');
}

/** A skyline at night in three depths, with lit windows. */
export function city(palette: Palette, random: Random): string {
  let blocks = '';
  let windows = '';
  for (let depth = 0; depth < 3; depth += 1) {
    let path = '';
    for (let x = -random.whole(0, 30); x < 600;) {
      const width = random.whole(38, 86);
      const top = r(random.between(230, 420) + depth * 95);
      path += `M${x} 800V${top}h${width}V800z`;
      if (random.chance(0.3)) path += `M${x + (width >> 1) - 2} ${top}v-${random.whole(18, 50)}h4V${top}z`;
      for (let n = 0; depth > 0 && n < 5; n += 1) {
        windows += `M${x + random.whole(6, width - 10)} ${top + random.whole(1, 9) * 16}h5`;
      }
      x += width + random.whole(0, 8);
    }
    blocks += `<path d="${path}" fill="${mix(mix(palette.bottom, palette.accent, 0.5), palette.dark, 0.3 + depth * 0.3)}"/>`;
  }
  return [
    stars(palette, random, 36, 260),
    light(palette, random.between(120, 480), random.between(150, 260), random.between(50, 90)),
    blocks,
    `<path d="${windows}" stroke="${palette.light}" stroke-width="7" opacity=".8"/>`,
  ].join('');
}

/** A ringed planet over a field of stars. */
export function planet(palette: Palette, random: Random): string {
  const [x, y, size] = [random.whole(220, 420), random.whole(240, 360), random.whole(120, 185)];
  const tilt = random.whole(-32, 32);
  const bands = [0.35, 0.1, -0.2, -0.5].map((at) => {
    const half = Math.sqrt(1 - at * at) * size;
    return `<path d="M${r(x - half)} ${r(y - at * size)}q${r(half)} ${random.whole(10, 34)} ${r(2 * half)} 0" stroke-width="${random.whole(6, 22)}"/>`;
  });
  const ring = (sweep: 0 | 1): string =>
    `<path d="M${x - r(size * 1.75)} ${y}a${r(size * 1.75)} ${r(size * 0.42)} 0 0 ${sweep} ${r(size * 3.5)} 0" fill="none" stroke="${palette.light}" stroke-width="12" opacity=".75"/>`;
  return [
    stars(palette, random, 110, 780),
    `<circle cx="${x}" cy="${y}" r="${r(size * 2.1)}" fill="url(#glow)" opacity=".6"/>`,
    `<g transform="rotate(${tilt} ${x} ${y})">${ring(1)}<circle cx="${x}" cy="${y}" r="${size}" fill="url(#form)"/>`,
    `<g fill="none" stroke="${palette.dark}" opacity=".22">${bands.join('')}</g>${ring(0)}</g>`,
    `<circle cx="${random.whole(60, 160)}" cy="${random.whole(90, 190)}" r="${random.whole(16, 34)}" fill="${mix(palette.light, palette.bottom, 0.4)}"/>`,
    `<path d="M-20 ${random.whole(560, 640)}Q300 ${random.whole(430, 520)} 620 ${random.whole(560, 660)}V800H-20Z" fill="${mix(palette.accent, palette.dark, 0.75)}"/>`,
  ].join('');
}

/** A road into a striped sun. */
export function road(palette: Palette, random: Random): string {
  const x = random.whole(250, 350);
  const horizon = 420;
  const size = random.whole(130, 175);
  const stripes = [0, 1, 2, 3, 4].map(
    (i) =>
      `<rect x="0" y="${r(horizon - 18 - i * 30)}" width="600" height="${14 - i * 2}" fill="${mix(palette.bottom, palette.top, 0.25 + i * 0.05)}"/>`,
  );
  const lines = [-900, -560, -320, -160, 160, 320, 560, 900].map(
    (dx) => `M${x} ${horizon}L${x + dx * 1.6} 800`,
  );
  const levels = [12, 34, 68, 116, 184, 280].map((dy) => `M0 ${horizon + dy}H600`);
  return [
    stars(palette, random, 40, 240),
    `<circle cx="${x}" cy="${horizon - 90}" r="${size * 2}" fill="url(#glow)"/>`,
    `<clipPath id="sun"><circle cx="${x}" cy="${horizon - 70}" r="${size}"/></clipPath><g clip-path="url(#sun)"><rect width="600" height="600" fill="url(#form)"/>${stripes.join('')}</g>`,
    `<path d="${ridge(random, horizon, 90, 9)}" fill="${mix(palette.accent, palette.dark, 0.7)}"/>`,
    `<rect y="${horizon}" width="600" height="380" fill="${shade(palette.dark, 1)}"/>`,
    `<path d="${lines.join('')}${levels.join('')}" stroke="${palette.accent}" stroke-width="2.5" opacity=".75"/>`,
    `<path d="M${x - 6} ${horizon}h12L${x + 230} 800H${x - 230}Z" fill="${mix(palette.dark, palette.top, 0.4)}"/>`,
    `<path d="M${x} ${horizon + 6}V800" stroke="${palette.light}" stroke-width="7" stroke-dasharray="14 20"/>`,
  ].join('');
}

/** A wood at night: trunks against the moon, fog between them, and something that looks back. */
export function forest(palette: Palette, random: Random): string {
  let scene = light(palette, random.between(180, 420), random.between(180, 270), random.between(70, 110));
  for (let depth = 0; depth < 3; depth += 1) {
    const colour = mix(mix(palette.bottom, palette.top, 0.5), palette.dark, 0.3 + depth * 0.34);
    let path = '';
    for (let x = random.whole(-20, 20); x < 620; x += random.whole(46, 84) - depth * 4) {
      const top = r(random.between(200, 380) + depth * 40);
      const wide = random.whole(24, 40) + depth * 8;
      const foot = 560 + depth * 60;
      const tier = (foot - top) / 3;
      for (let t = 0; t < 3; t += 1) {
        const spread = wide * (0.55 + t * 0.35);
        path += `M${x} ${r(top + t * tier * 0.8)}l${r(spread)} ${r(tier * 1.25)}h-${r(spread * 2)}z`;
      }
    }
    scene += `<path d="${path}M0 ${540 + depth * 60}h600V800H0z" fill="${colour}"/>`;
    scene += `<rect y="${470 + depth * 50}" width="600" height="60" fill="${palette.light}" opacity=".07"/>`;
  }
  const x = random.whole(160, 420);
  return `${scene}<path d="M${x} 566h0M${x + 26} 566h0" stroke="${palette.accent}" stroke-width="9" stroke-linecap="round"/>`;
}

/** Rolling bands of colour under a low sun. */
export function waves(palette: Palette, random: Random): string {
  const bands = Array.from({ length: 7 }, (_unused, i) => {
    const y = 330 + i * 58;
    const [a, b] = [random.whole(-70, 70), random.whole(-70, 70)];
    const colour =
      i % 2 === 0 ? mix(palette.accent, palette.dark, i * 0.11) : mix(palette.bottom, palette.dark, i * 0.12);
    return `<path d="M0 ${y}C150 ${y + a} 200 ${y - a} 330 ${y}S500 ${y + b} 600 ${y - r(b / 2)}V800H0Z" fill="${colour}" stroke="${palette.light}" stroke-opacity=".25" stroke-width="2"/>`;
  });
  return [
    light(palette, random.between(150, 450), random.between(220, 330), random.between(80, 130)),
    ...bands,
  ].join('');
}
