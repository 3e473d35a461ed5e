/** Five colours that belong together; `light` is the light source, `dark` the ground under the lettering. */
export interface Palette {
  readonly top: string;
  readonly bottom: string;
  readonly light: string;
  readonly accent: string;
  readonly dark: string;
}

const palette = (top: string, bottom: string, light: string, accent: string, dark: string): Palette => ({
  top: `#${top}`,
  bottom: `#${bottom}`,
  light: `#${light}`,
  accent: `#${accent}`,
  dark: `#${dark}`,
});

export const palettes: readonly Palette[] = [
  palette('2a1459', 'f2647a', 'ffd38a', '7a3cff', '12082b'),
  palette('4a0f1c', 'ff6a3d', 'ffe08a', 'd81e48', '1a060a'),
  palette('07405c', '1fb5a8', 'eafff2', '0a7fa0', '031b28'),
  palette('11402e', '8ccb66', 'f7f3b0', '2f8f57', '07190f'),
  palette('1d0d57', '8a4dff', 'ffc2f5', 'ff4fa3', '0c0626'),
  palette('0f2f66', '8fd3ff', 'ffffff', '3d7bff', '06122b'),
  palette('7a3a22', 'f0b15f', 'fff3cf', 'c75b2f', '2a130a'),
  palette('2b060d', 'c31737', 'ffb07f', '7a0f2a', '100306'),
  palette('0e5450', '9be8c0', 'fffbe0', 'ff7f6b', '052624'),
  palette('14103f', 'ff2e88', '6ff6ff', '6a1bff', '080718'),
  palette('43290c', 'e0a338', 'fff0b8', 'a85d1a', '160d05'),
  palette('1d2f40', '7f9fb3', 'ffe3b3', 'e0673f', '0a1118'),
  palette('5a1a49', 'ff8fa8', 'fff0e0', 'c23b7d', '20081b'),
  palette('051d4d', '2a86ea', 'c9f8ff', '00cfc4', '020b1f'),
  palette('0d2b3a', 'ffb36b', 'fff1d0', 'f2545b', '06141b'),
  palette('2c1b4d', '53c7c0', 'f9ffd9', 'f7a440', '100a20'),
];

function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Between two colours: 0 = the first, 1 = the second. */
export function mix(from: string, to: string, share: number): string {
  const [r, g, b] = channels(from);
  const [r2, g2, b2] = channels(to);
  const part = (a: number, z: number): string =>
    Math.round(a + (z - a) * share)
      .toString(16)
      .padStart(2, '0');
  return `#${part(r, r2)}${part(g, g2)}${part(b, b2)}`;
}

/** Darker by the factor: 1 = as it is, 0 = black. */
export function shade(colour: string, factor: number): string {
  return mix('#000000', colour, factor);
}
