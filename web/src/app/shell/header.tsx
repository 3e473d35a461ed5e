import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Container from '@mui/material/Container';
import type { ReactElement } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { selectMe, selectSession } from '../../features/auth/selectors.ts';
import { useAppSelector } from '../hooks.ts';
import { AccountMenu } from './account-menu.tsx';
import { AppearanceToggle } from './appearance-toggle.tsx';
import { Logo } from './logo.tsx';
import { placesFor } from './places.ts';
import { SearchBox } from './search-box.tsx';

export function Header(): ReactElement {
  const session = useAppSelector(selectSession);
  const me = useAppSelector(selectMe);
  return (
    <Box
      component="header"
      sx={({ tokens }) => ({
        position: 'sticky',
        top: 0,
        zIndex: 1100,
        background: `color-mix(in srgb, ${tokens.ground} 90%, transparent)`,
        backdropFilter: 'blur(14px) saturate(1.3)',
        borderBottom: `1px solid ${tokens.line}`,
      })}
    >
      <Container
        maxWidth="lg"
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: '1fr auto', md: 'auto auto minmax(180px, 1fr) auto' },
          gridTemplateAreas: { xs: '"logo tools" "search search"', md: '"logo places search tools"' },
          alignItems: 'center',
          columnGap: { xs: 1, md: 3 },
          rowGap: 1,
          px: { xs: 2, sm: 3 },
          py: { xs: 1, md: 1.25 },
        }}
      >
        <Box sx={{ gridArea: 'logo' }}>
          <Logo />
        </Box>
        <Box
          component="nav"
          aria-label="Main"
          sx={{ gridArea: 'places', display: { xs: 'none', md: 'flex' }, gap: 0.5 }}
        >
          {placesFor(me).map(({ to, label }) => (
            <Box
              key={to}
              component={NavLink}
              to={to}
              end={to === '/'}
              sx={({ tokens }) => ({
                px: 1.5,
                py: 0.9,
                borderRadius: '9px',
                fontWeight: 600,
                fontSize: '0.9375rem',
                color: tokens.inkSoft,
                '&:hover': { color: tokens.ink, background: tokens.sunken },
                '&.active': {
                  color: tokens.ink,
                  boxShadow: `inset 0 -2px 0 ${tokens.accent}`,
                  borderRadius: '9px 9px 2px 2px',
                },
              })}
            >
              {label}
            </Box>
          ))}
        </Box>
        <Box sx={{ gridArea: 'search', width: '100%', maxWidth: { md: 400 }, justifySelf: { md: 'end' } }}>
          <SearchBox />
        </Box>
        <Box
          sx={{
            gridArea: 'tools',
            display: 'flex',
            alignItems: 'center',
            gap: 0.5,
            justifyContent: 'end',
            minWidth: { md: 132 },
          }}
        >
          <AppearanceToggle />
          {session.status === 'signed-in' && <AccountMenu me={session.me} />}
          {session.status === 'signed-out' && <SignInButton />}
        </Box>
      </Container>
    </Box>
  );
}

function SignInButton(): ReactElement {
  const { pathname, search } = useLocation();
  const here = pathname === '/sign-in' || pathname === '/register' ? '/' : `${pathname}${search}`;
  return (
    <Button
      component={Link}
      to={`/sign-in?returnTo=${encodeURIComponent(here)}`}
      variant="contained"
      size="small"
    >
      Sign in
    </Button>
  );
}
