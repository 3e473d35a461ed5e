import { createTheme, type Theme } from '@mui/material/styles';
import { dark, light, type Tokens } from './tokens.ts';

declare module '@mui/material/styles' {
  interface Theme {
    tokens: Tokens;
  }
  interface ThemeOptions {
    tokens: Tokens;
  }
}

const FONT = '"Inter Variable", Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** The whole look in one place: components take colours, radii and type from here and name none themselves. */
export function makeTheme(appearance: 'light' | 'dark'): Theme {
  const tokens = appearance === 'dark' ? dark : light;
  return createTheme({
    tokens,
    palette: {
      mode: appearance,
      primary: { main: tokens.accent, dark: tokens.accentHover, contrastText: tokens.onAccent },
      error: { main: tokens.bad },
      warning: { main: tokens.warn },
      success: { main: tokens.good },
      background: { default: tokens.ground, paper: tokens.surface },
      text: { primary: tokens.ink, secondary: tokens.inkSoft, disabled: tokens.inkFaint },
      divider: tokens.line,
    },
    shape: { borderRadius: 12 },
    breakpoints: { values: { xs: 0, sm: 600, md: 900, lg: 1200, xl: 1440 } },
    typography: {
      fontFamily: FONT,
      fontSize: 15,
      h1: {
        fontSize: 'clamp(1.75rem, 1.3rem + 1.8vw, 2.5rem)',
        fontWeight: 720,
        letterSpacing: '-0.028em',
        lineHeight: 1.12,
      },
      h2: {
        fontSize: 'clamp(1.25rem, 1.1rem + 0.6vw, 1.5rem)',
        fontWeight: 690,
        letterSpacing: '-0.02em',
        lineHeight: 1.2,
      },
      h3: { fontSize: '1.0625rem', fontWeight: 650, letterSpacing: '-0.011em', lineHeight: 1.3 },
      body1: { fontSize: '1rem', lineHeight: 1.6 },
      body2: { fontSize: '0.875rem', lineHeight: 1.5 },
      caption: { fontSize: '0.8125rem', lineHeight: 1.4 },
      button: { textTransform: 'none', fontWeight: 620, letterSpacing: '-0.005em' },
      overline: { fontSize: '0.75rem', fontWeight: 650, letterSpacing: '0.08em', lineHeight: 1.4 },
    },
    components: {
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiButton: {
        defaultProps: { disableElevation: true },
        styleOverrides: {
          root: { borderRadius: 10, paddingInline: 18, minHeight: 42 },
          sizeSmall: { minHeight: 34, paddingInline: 12, borderRadius: 8 },
          sizeLarge: { minHeight: 52, fontSize: '1.0625rem', borderRadius: 12 },
          outlined: {
            borderColor: tokens.lineStrong,
            color: tokens.ink,
            '&:hover': { background: tokens.sunken },
          },
        },
      },
      MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiDialog: {
        styleOverrides: {
          paper: { borderRadius: 18, background: tokens.raised, boxShadow: tokens.shadowRaised },
        },
      },
      MuiOutlinedInput: {
        styleOverrides: {
          root: { borderRadius: 10, background: tokens.surface },
          notchedOutline: { borderColor: tokens.lineStrong },
        },
      },
      MuiSkeleton: { styleOverrides: { root: { backgroundColor: tokens.sunken } } },
    },
  });
}
