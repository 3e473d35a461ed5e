import Box from '@mui/material/Box';
import type { ReactElement, ReactNode } from 'react';

/** A row that scrolls sideways when it does not fit; on a wide page it is a plain grid of six. */
export function Rail({
  children,
  label,
}: {
  readonly children: readonly ReactNode[];
  readonly label: string;
}): ReactElement {
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{
        display: 'grid',
        gridAutoFlow: 'column',
        gridAutoColumns: { xs: '44%', sm: '30%', md: 'calc((100% - 16px * 4) / 5)' },
        gap: '16px',
        overflowX: 'auto',
        overscrollBehaviorX: 'contain',
        scrollSnapType: 'x proximity',
        // Room for the lift and the shadow of a tile inside the scrolling box.
        py: '10px',
        my: '-10px',
        mx: { xs: -2, sm: 0 },
        px: { xs: 2, sm: 0 },
        scrollPaddingInline: { xs: 16, sm: 0 },
        scrollbarWidth: 'thin',
      }}
    >
      {children.map((child, index) => (
        <Box component="li" key={index} sx={{ scrollSnapAlign: 'start', minWidth: 0 }}>
          {child}
        </Box>
      ))}
    </Box>
  );
}
