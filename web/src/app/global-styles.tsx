import CssBaseline from '@mui/material/CssBaseline';
import GlobalStyles from '@mui/material/GlobalStyles';
import type { ReactElement } from 'react';

/** What no component owns: the ground, the focus ring, the skip link's target and the wish for less motion. */
export function StoreStyles(): ReactElement {
  return (
    <>
      <CssBaseline enableColorScheme />
      <GlobalStyles
        styles={({ tokens }) => ({
          html: { scrollPaddingTop: 88, WebkitTextSizeAdjust: '100%' },
          body: {
            fontFeatureSettings: '"cv11", "ss03"',
            textRendering: 'optimizeLegibility',
            overflowX: 'hidden',
          },
          '#root': { minHeight: '100vh', display: 'flex', flexDirection: 'column' },
          a: { color: 'inherit', textDecoration: 'none' },
          ':focus-visible': { outline: `3px solid ${tokens.accent} !important`, outlineOffset: 2 },
          '[tabindex="-1"]:focus-visible': { outline: 'none !important' },
          'h1, h2, h3, p, ul, ol, dl, dd, figure': { margin: 0 },
          'ul, ol': { padding: 0, listStyle: 'none' },
          '@media (prefers-reduced-motion: reduce)': {
            '*, *::before, *::after': {
              animationDuration: '0.01ms !important',
              animationIterationCount: '1 !important',
              transitionDuration: '0.01ms !important',
              scrollBehavior: 'auto !important',
            },
          },
        })}
      />
    </>
  );
}
