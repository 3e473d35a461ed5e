import Box from '@mui/material/Box';
import type { ReactElement, ReactNode } from 'react';
import { BottomBar } from './bottom-bar.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';

/** What surrounds every page: skip link, header, the page itself, footer, and on phones a bar under the thumb. */
export function Shell({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <>
      <Box
        component="a"
        href="#content"
        sx={({ tokens }) => ({
          position: 'fixed',
          top: 8,
          left: 8,
          zIndex: 2000,
          px: 2,
          py: 1,
          borderRadius: '10px',
          background: tokens.accent,
          color: tokens.onAccent,
          fontWeight: 650,
          transform: 'translateY(-200%)',
          '&:focus': { transform: 'none' },
        })}
      >
        Skip to content
      </Box>
      <Header />
      <Box component="main" id="content" tabIndex={-1} sx={{ flex: 1, pb: { xs: 4, md: 6 } }}>
        {children}
      </Box>
      <Footer />
      <BottomBar />
    </>
  );
}
