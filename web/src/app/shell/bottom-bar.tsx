import Insights from '@mui/icons-material/Insights';
import Library from '@mui/icons-material/VideoLibraryOutlined';
import Runs from '@mui/icons-material/AccountTreeOutlined';
import Games from '@mui/icons-material/SportsEsportsOutlined';
import StoreIcon from '@mui/icons-material/StorefrontOutlined';
import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { NavLink } from 'react-router';
import { selectMe } from '../../features/auth/selectors.ts';
import { useAppSelector } from '../hooks.ts';
import { placesFor } from './places.ts';

const ICONS = { store: StoreIcon, games: Games, library: Library, forecast: Insights, runs: Runs } as const;

/** The way round the store on a phone, within reach of the thumb. */
export function BottomBar(): ReactElement {
  const me = useAppSelector(selectMe);
  return (
    <Box
      component="nav"
      aria-label="Main"
      sx={({ tokens }) => ({
        display: { xs: 'grid', md: 'none' },
        gridAutoFlow: 'column',
        gridAutoColumns: '1fr',
        position: 'sticky',
        bottom: 0,
        zIndex: 1090,
        background: tokens.surface,
        borderTop: `1px solid ${tokens.line}`,
        pb: 'env(safe-area-inset-bottom)',
      })}
    >
      {placesFor(me).map(({ to, label, icon }) => {
        const Icon = ICONS[icon];
        return (
          <Box
            key={to}
            component={NavLink}
            to={to}
            end={to === '/'}
            sx={({ tokens }) => ({
              display: 'grid',
              justifyItems: 'center',
              gap: '2px',
              py: 0.9,
              fontSize: '0.75rem',
              fontWeight: 600,
              color: tokens.inkSoft,
              '&.active': { color: tokens.accent },
            })}
          >
            <Icon sx={{ fontSize: 22 }} aria-hidden="true" />
            {label}
          </Box>
        );
      })}
    </Box>
  );
}
