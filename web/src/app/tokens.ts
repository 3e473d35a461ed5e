/** The store's colours by appearance: one accent, the rest are inks and surfaces. Each pair used for text is at least 4.5:1. */
export interface Tokens {
  readonly ground: string;
  readonly surface: string;
  readonly raised: string;
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly inkFaint: string;
  readonly accent: string;
  readonly accentHover: string;
  readonly onAccent: string;
  readonly accentWash: string;
  readonly accentLine: string;
  readonly good: string;
  readonly goodWash: string;
  readonly warn: string;
  readonly warnWash: string;
  readonly bad: string;
  readonly badWash: string;
  readonly chartActual: string;
  readonly chartForecast: string;
  readonly chartBand: string;
  readonly chartFold: string;
  readonly chartFoldBand: string;
  readonly chartStripe: string;
  readonly shadow: string;
  readonly shadowRaised: string;
}

export const light: Tokens = {
  ground: '#f5f4f1',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#eceae5',
  line: '#e0ddd6',
  lineStrong: '#8f8a80',
  ink: '#16181d',
  inkSoft: '#4a4f59',
  inkFaint: '#646974',
  accent: '#b93a0b',
  accentHover: '#992f07',
  onAccent: '#ffffff',
  accentWash: '#fbe9e0',
  accentLine: '#e9b9a2',
  good: '#14693a',
  goodWash: '#e0f2e6',
  warn: '#855000',
  warnWash: '#fbf0d7',
  bad: '#b0202f',
  badWash: '#fce8e8',
  chartActual: '#2b3140',
  chartForecast: '#c2410c',
  chartBand: 'rgba(217, 93, 36, 0.20)',
  chartFold: '#4a56c4',
  chartFoldBand: 'rgba(74, 86, 196, 0.14)',
  chartStripe: 'rgba(150, 118, 40, 0.13)',
  shadow: '0 1px 2px rgba(22, 24, 29, 0.05), 0 2px 8px rgba(22, 24, 29, 0.04)',
  shadowRaised: '0 4px 10px rgba(22, 24, 29, 0.07), 0 16px 40px rgba(22, 24, 29, 0.12)',
};

export const dark: Tokens = {
  ground: '#0e1015',
  surface: '#161a21',
  raised: '#1c212a',
  sunken: '#0a0c10',
  line: '#262c37',
  lineStrong: '#6d7687',
  ink: '#f1f2f4',
  inkSoft: '#b6bcc8',
  inkFaint: '#939bab',
  accent: '#ff8a54',
  accentHover: '#ffa478',
  onAccent: '#1d0c04',
  accentWash: '#33201a',
  accentLine: '#6d4130',
  good: '#6fd69a',
  goodWash: '#14291e',
  warn: '#efbd5e',
  warnWash: '#2d2414',
  bad: '#ff8f92',
  badWash: '#331a1e',
  chartActual: '#d5dae4',
  chartForecast: '#ff8a54',
  chartBand: 'rgba(255, 138, 84, 0.20)',
  chartFold: '#94a0ff',
  chartFoldBand: 'rgba(148, 160, 255, 0.15)',
  chartStripe: 'rgba(240, 200, 100, 0.10)',
  shadow: '0 1px 2px rgba(0, 0, 0, 0.3)',
  shadowRaised: '0 4px 12px rgba(0, 0, 0, 0.35), 0 20px 48px rgba(0, 0, 0, 0.45)',
};
