import Box from '@mui/material/Box';
import type { ReactElement } from 'react';

/** A word of state: coloured, but never by colour alone. */
export function Badge({
  tone,
  children,
}: {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
  readonly children: string;
}): ReactElement {
  return (
    <Box
      component="span"
      sx={({ tokens }) => ({
        ...{
          good: { color: tokens.good, background: tokens.goodWash },
          warn: { color: tokens.warn, background: tokens.warnWash },
          bad: { color: tokens.bad, background: tokens.badWash },
          plain: { color: tokens.inkSoft, background: tokens.sunken },
        }[tone],
        fontSize: '0.8125rem',
        fontWeight: 620,
        borderRadius: '7px',
        px: 1,
        py: '2px',
        whiteSpace: 'nowrap',
      })}
    >
      {children}
    </Box>
  );
}
