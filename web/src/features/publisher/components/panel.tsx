import Box from '@mui/material/Box';
import type { ReactElement, ReactNode } from 'react';

/** A surface of the forecast's page: a named region on a card. */
export function Panel({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Box
      component="section"
      aria-label={label}
      sx={({ tokens }) => ({
        background: tokens.surface,
        border: `1px solid ${tokens.line}`,
        borderRadius: '18px',
        p: { xs: 1.75, md: 3 },
        display: 'grid',
        gap: 2,
        minWidth: 0,
      })}
    >
      {children}
    </Box>
  );
}
