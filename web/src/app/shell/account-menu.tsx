import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import { authActions } from '../../features/auth/slice.ts';
import type { Me } from '../../shared/api/contract.ts';
import { useAppDispatch } from '../hooks.ts';
import { placesFor } from './places.ts';

export function AccountMenu({ me }: { readonly me: Me }): ReactElement {
  const dispatch = useAppDispatch();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = (): void => setAnchor(null);
  return (
    <>
      <ButtonBase
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={`Account of ${me.name}`}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={({ tokens }) => ({
          width: 40,
          height: 40,
          borderRadius: '50%',
          fontWeight: 700,
          fontSize: '0.9375rem',
          background: tokens.accentWash,
          color: tokens.accent,
          border: `1px solid ${tokens.accentLine}`,
        })}
      >
        {me.name.trim().charAt(0).toUpperCase()}
      </ButtonBase>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={close}
        slotProps={{ paper: { sx: { minWidth: 220, borderRadius: '14px', mt: 1 } } }}
      >
        <Box component="li" role="none" sx={{ px: 2, py: 1 }}>
          <Box sx={{ fontWeight: 650 }}>{me.name}</Box>
          <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{me.email}</Box>
        </Box>
        {placesFor(me)
          .slice(2)
          .map((place) => (
            <MenuItem key={place.to} component={Link} to={place.to} onClick={close}>
              {place.label}
            </MenuItem>
          ))}
        <MenuItem
          onClick={() => {
            close();
            dispatch(authActions.signOutAsked());
          }}
        >
          Sign out
        </MenuItem>
      </Menu>
    </>
  );
}
