import type { Palette } from './palettes.ts';
import { mix } from './palettes.ts';
import type { Random } from './random.ts';

interface Face {
  readonly family: string;
  readonly weight: number;
  /** Mean width of a capital in ems; a little wide, so that no line leaves the cover in another font. */
  readonly width: number;
  readonly spacing: number;
  readonly capitals: boolean;
}

const faces: readonly Face[] = [
  {
    family: "'Avenir Next Condensed','Arial Narrow',Impact,sans-serif",
    weight: 800,
    width: 0.68,
    spacing: 1,
    capitals: true,
  },
  {
    family: "Futura,'Century Gothic','Trebuchet MS',sans-serif",
    weight: 700,
    width: 0.74,
    spacing: 3,
    capitals: true,
  },
  { family: "'Helvetica Neue',Arial,sans-serif", weight: 900, width: 0.74, spacing: -1, capitals: true },
  { family: "Georgia,'Times New Roman',serif", weight: 700, width: 0.66, spacing: 1, capitals: false },
  { family: "'Gill Sans','Segoe UI',sans-serif", weight: 300, width: 0.72, spacing: 6, capitals: true },
];

const margin = 44;
const room = 600 - 2 * margin;
const maxLines = 4;

/** The title in at most four lines at the foot, a rule and the genre; and from where on the ground must be dark. */
export function letter(
  title: string,
  genre: string,
  palette: Palette,
  random: Random,
): { words: string; shadeFrom: number } {
  const face = random.pick(faces);
  const centred = random.chance(0.5);
  const shown = face.capitals ? title.toUpperCase() : title;
  const { lines, size } = fit(shown, face);
  const lineHeight = size * 1.04;
  const last = genre === '' ? 738 : 706;
  const first = last - (lines.length - 1) * lineHeight;
  const [x, anchor] = centred ? [300, 'middle'] : [margin, 'start'];
  const rows = lines.map((line, i) => {
    const natural = widthOf(line, face) * size;
    const squeeze = natural > room * 0.94 ? ` textLength="${room}" lengthAdjust="spacingAndGlyphs"` : '';
    return `<text x="${x}" y="${Math.round(first + i * lineHeight)}"${squeeze}>${escape(line)}</text>`;
  });
  const ruleY = Math.round(first - size * 0.98);
  const ruleX = centred ? 300 - 32 : margin;
  const words = [
    `<rect x="${ruleX}" y="${ruleY}" width="64" height="5" rx="2" fill="${palette.accent}"/>`,
    `<g font-family="${face.family}" font-weight="${face.weight}" font-size="${size}" letter-spacing="${face.spacing}" text-anchor="${anchor}" fill="${mix(palette.light, '#ffffff', 0.6)}">`,
    ...rows,
    '</g>',
    genre === ''
      ? ''
      : `<text x="${x}" y="748" font-family="'Helvetica Neue',Arial,sans-serif" font-size="17" font-weight="600" letter-spacing="5" text-anchor="${anchor}" fill="${palette.light}" fill-opacity=".85">${escape(genre.toUpperCase().slice(0, 32))}</text>`,
  ].join('');
  return { words, shadeFrom: Math.max(0, Math.round(ruleY - 190)) };
}

/** The largest size at which the title fits; what does not fit the smallest is cut with an ellipsis. */
function fit(title: string, face: Face): { lines: string[]; size: number } {
  const words = title.split(/\s+/u).filter(Boolean);
  for (let size = 92; size >= 30; size -= 4) {
    const lines = wrap(words, room / size, face);
    if (
      lines.length <= (size > 60 ? 3 : maxLines) &&
      lines.every((line) => widthOf(line, face) * size <= room)
    ) {
      return { lines, size };
    }
  }
  const lines = wrap(breakLong(words, room / 30, face), room / 30, face);
  if (lines.length <= maxLines) return { lines, size: 30 };
  const kept = lines.slice(0, maxLines);
  kept[maxLines - 1] = `${(kept[maxLines - 1] ?? '').slice(0, -1)}…`;
  return { lines: kept, size: 30 };
}

function wrap(words: readonly string[], ems: number, face: Face): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && widthOf(longer, face) <= ems) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Scripts without spaces, and names without any, are cut by the letter. */
function breakLong(words: readonly string[], ems: number, face: Face): string[] {
  return words.flatMap((word) => {
    const parts = [''];
    for (const letterOf of word) {
      const longer = (parts.at(-1) ?? '') + letterOf;
      if (widthOf(longer, face) <= ems) parts[parts.length - 1] = longer;
      else parts.push(letterOf);
    }
    return parts;
  });
}

/** In ems. Full-width scripts take a whole em; capitals I and punctuation little. */
function widthOf(line: string, face: Face): number {
  let ems = 0;
  for (const character of line) {
    if (
      /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|\p{Emoji_Presentation}/u.test(
        character,
      )
    )
      ems += 1.05;
    else if (/[IJil.,:;'’!|()\- ]/u.test(character)) ems += face.width * 0.5;
    else if (/[MWmw@%]/u.test(character)) ems += face.width * 1.3;
    else ems += face.width * (/\p{Ll}/u.test(character) ? 0.85 : 1);
    ems += face.spacing / 60;
  }
  return ems;
}

/** Text for XML: marks escaped, characters that XML forbids left out. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
