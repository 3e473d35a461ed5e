import { light, stars } from './landscapes.ts';
import { mix } from './palettes.ts';
import type { Palette } from './palettes.ts';
import type { Random } from './random.ts';

const r = Math.round;

function polar(x: number, y: number, angle: number, radius: number): string {
  return `${r(x + Math.cos(angle) * radius)} ${r(y + Math.sin(angle) * radius)}`;
}

/** Splinters that fly from one point. */
export function shards(palette: Palette, random: Random): string {
  const [x, y] = [random.whole(180, 420), random.whole(240, 380)];
  const colours = [
    palette.accent,
    palette.bottom,
    palette.light,
    mix(palette.accent, palette.dark, 0.5),
    palette.top,
  ];
  const rays = Array.from({ length: 30 }, (_unused, i) => {
    const angle = (i / 30) * Math.PI * 2 + random.between(-0.08, 0.08);
    const width = random.between(0.03, 0.11);
    const near = random.between(50, 170);
    return `<path d="M${polar(x, y, angle, near)}L${polar(x, y, angle - width, 900)}L${polar(x, y, angle + width, 900)}Z" fill="${random.pick(colours)}" opacity="${random.between(0.35, 0.95).toFixed(2)}"/>`;
  });
  const splinters = Array.from({ length: 16 }, () => {
    const angle = random.between(0, Math.PI * 2);
    const near = random.between(90, 420);
    const size = random.between(8, 34);
    return `<path d="M${polar(x, y, angle, near)}L${polar(x, y, angle + 0.05, near + size * 2)}L${polar(x, y, angle - 0.07, near + size)}Z" fill="${palette.light}" opacity=".85"/>`;
  });
  return [
    ...rays,
    `<circle cx="${x}" cy="${y}" r="230" fill="url(#glow)"/>`,
    ...splinters,
    `<path d="M${x} ${y - 96}l58 96-58 96-58-96z" fill="url(#form)" stroke="${palette.light}" stroke-width="4"/>`,
    `<path d="M${x} ${y - 96}v192l-58-96z" fill="${palette.dark}" opacity=".28"/>`,
  ].join('');
}

/** A mosaic of quarter circles and dots. */
export function tiles(palette: Palette, random: Random): string {
  const size = 100;
  const colours = [
    palette.accent,
    palette.bottom,
    palette.light,
    palette.top,
    mix(palette.accent, palette.light, 0.5),
    mix(palette.bottom, palette.dark, 0.45),
  ];
  let scene = '';
  for (let row = 0; row < 7; row += 1) {
    for (let column = 0; column < 6; column += 1) {
      const [x, y] = [column * size, row * size];
      scene += `<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="${random.pick(colours)}"/>`;
      const fill = random.pick(colours);
      const kind = random.whole(0, 4);
      if (kind === 0) scene += `<circle cx="${x + 50}" cy="${y + 50}" r="34" fill="${fill}"/>`;
      else if (kind === 1) scene += `<path d="M${x} ${y}h100a100 100 0 0 1-100 100z" fill="${fill}"/>`;
      else if (kind === 2)
        scene += `<path d="M${x + 100} ${y + 100}h-100a100 100 0 0 1 100-100z" fill="${fill}"/>`;
      else if (kind === 3) scene += `<path d="M${x} ${y}l100 100h-100z" fill="${fill}"/>`;
    }
  }
  return scene;
}

/** A heap of cubes, lit from the left. */
export function cubes(palette: Palette, random: Random): string {
  const [half, quarter] = [50, 25];
  let scene = light(palette, random.between(120, 480), random.between(150, 240), random.between(45, 80));
  for (let row = 0; row < 9; row += 1) {
    const offset = row % 2 === 0 ? 0 : half;
    for (let column = -1; column < 7; column += 1) {
      const x = column * 2 * half + offset;
      const lift = random.whole(0, 3) * 38;
      const y = 400 + row * quarter * 1.6 - lift;
      const tone = mix(palette.accent, palette.bottom, random.next());
      scene += `<path d="M${x} ${r(y)}l50 25v260l-50-25z" fill="${mix(tone, palette.dark, 0.35)}"/><path d="M${x + 100} ${r(y)}l-50 25v260l50-25z" fill="${mix(tone, palette.dark, 0.6)}"/><path d="M${x} ${r(y)}l50-25 50 25-50 25z" fill="${mix(tone, palette.light, 0.35)}"/>`;
    }
    if (scene.length > 5_200) break;
  }
  return scene;
}

/** A star-shaped sign within rings, as on an old door. */
export function emblem(palette: Palette, random: Random): string {
  const [x, y] = [300, random.whole(280, 330)];
  const points = random.whole(5, 9);
  const step = random.whole(2, points > 6 ? 3 : 2);
  const corners = Array.from({ length: points }, (_unused, i) =>
    polar(x, y, ((i * step) / points) * Math.PI * 2 - Math.PI / 2, 170),
  );
  const rays = Array.from({ length: 24 }, (_unused, i) => {
    const angle = (i / 24) * Math.PI * 2;
    return `M${polar(x, y, angle, 215)}L${polar(x, y, angle, i % 2 === 0 ? 560 : 330)}`;
  });
  const studs = Array.from(
    { length: points * 2 },
    (_unused, i) => `M${polar(x, y, (i / points) * Math.PI, 196)}h0`,
  );
  return [
    stars(palette, random, 60, 700),
    `<path d="${rays.join('')}" stroke="${palette.light}" stroke-width="3" opacity=".28"/>`,
    `<circle cx="${x}" cy="${y}" r="300" fill="url(#glow)" opacity=".8"/>`,
    `<circle cx="${x}" cy="${y}" r="212" fill="${mix(palette.top, palette.dark, 0.6)}" stroke="url(#form)" stroke-width="12"/>`,
    `<circle cx="${x}" cy="${y}" r="178" fill="none" stroke="${palette.light}" stroke-width="2" opacity=".7"/>`,
    `<path d="${studs.join('')}" stroke="${palette.light}" stroke-width="8" stroke-linecap="round"/>`,
    `<path d="M${corners.join('L')}Z" fill="${palette.accent}" fill-opacity=".35" stroke="url(#form)" stroke-width="7" stroke-linejoin="round"/>`,
    `<circle cx="${x}" cy="${y}" r="${random.whole(34, 62)}" fill="url(#form)"/>`,
    `<circle cx="${x}" cy="${y}" r="18" fill="${palette.dark}"/>`,
  ].join('');
}
