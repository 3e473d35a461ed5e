import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { Link } from 'react-router';

export function Logo(): ReactElement {
  return (
    <Box
      component={Link}
      to="/"
      aria-label="Kratos Digital Store, home"
      sx={{ display: 'flex', alignItems: 'center', gap: 1.25, borderRadius: '8px', flexShrink: 0 }}
    >
      <Box
        component="svg"
        viewBox="0 0 32 32"
        aria-hidden="true"
        sx={{ width: 32, height: 32, display: 'block' }}
      >
        <Box component="rect" width="32" height="32" rx="9" sx={({ tokens }) => ({ fill: tokens.accent })} />
        <Box
          component="path"
          d="M9 7h4.6v7.1L20 7h5.6l-7.4 8.2L26 25h-5.6l-5.2-6.9-1.6 1.8V25H9z"
          sx={({ tokens }) => ({ fill: tokens.onAccent })}
        />
      </Box>
      <Box component="span" sx={{ fontWeight: 760, fontSize: '1.125rem', letterSpacing: '-0.03em' }}>
        Kratos
      </Box>
    </Box>
  );
}
