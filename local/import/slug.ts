import { createHash } from 'node:crypto';

const letters: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    д: 'd',
    е: 'e',
    ж: 'zh',
    з: 'z',
    и: 'i',
    й: 'y',
    к: 'k',
    л: 'l',
    м: 'm',
  },
  ...{ н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh' },
  ...{ щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya', і: 'i', ї: 'yi', є: 'ye', ґ: 'g' },
  ...{
    α: 'a',
    β: 'v',
    γ: 'g',
    δ: 'd',
    ε: 'e',
    ζ: 'z',
    η: 'i',
    θ: 'th',
    ι: 'i',
    κ: 'k',
    λ: 'l',
    μ: 'm',
    ν: 'n',
  },
  ...{ ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o' },
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', '&': ' and ' },
};

/**
 * A name for an address: Latin letters without their marks, Cyrillic and Greek by sound, everything else left out.
 * What leaves nothing (Japanese, Chinese, only signs) gives ''.
 */
export function slugify(name: string): string {
  const plain = [...name.toLowerCase().normalize('NFC')]
    .map((letter) => letters[letter] ?? letter)
    .join('')
    // Signs such as ™ and Ⓡ decompose into letters that no one reads as part of the name.
    .replace(/[™®©℠]/g, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’`]/g, '');
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '');
}

const shortId = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 6);

/** The slug of a new game: its title; with a short id where that is taken, or alone where the title gives none. */
export function newSlug(title: string, id: string, taken: ReadonlySet<string>, prefix = 'game'): string {
  const base = slugify(title);
  const wish = base === '' ? `${prefix}-${slugify(id) || shortId(id)}` : base;
  if (!taken.has(wish)) return wish;
  const withId = `${wish}-${slugify(id).slice(0, 30) || shortId(id)}`;
  return taken.has(withId) ? `${wish}-${shortId(id)}` : withId;
}
