import Box from '@mui/material/Box';
import type { ReactElement, ReactNode } from 'react';

export function AuthCard({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Box
      sx={({ tokens }) => ({
        background: tokens.surface,
        border: `1px solid ${tokens.line}`,
        borderRadius: '18px',
        boxShadow: tokens.shadow,
        p: { xs: 2.5, sm: 4 },
        display: 'grid',
        gap: 2.25,
      })}
    >
      {children}
    </Box>
  );
}
