import DarkMode from '@mui/icons-material/DarkModeOutlined';
import LightMode from '@mui/icons-material/LightModeOutlined';
import SystemMode from '@mui/icons-material/ContrastOutlined';
import IconButton from '@mui/material/IconButton';
import type { ReactElement } from 'react';
import { appearanceActions, selectChoice, type Choice } from '../appearance.ts';
import { useAppDispatch, useAppSelector } from '../hooks.ts';

const NEXT: Readonly<Record<Choice, Choice>> = { system: 'light', light: 'dark', dark: 'system' };
const NAMES: Readonly<Record<Choice, string>> = { system: 'as the system', light: 'light', dark: 'dark' };

/** Goes round: as the system, light, dark. Its name says what is set and what a press does. */
export function AppearanceToggle(): ReactElement {
  const dispatch = useAppDispatch();
  const choice = useAppSelector(selectChoice);
  const Icon = { system: SystemMode, light: LightMode, dark: DarkMode }[choice];
  const label = `Appearance: ${NAMES[choice]}. Change to ${NAMES[NEXT[choice]]}`;
  return (
    <IconButton
      aria-label={label}
      title={label}
      onClick={() => dispatch(appearanceActions.chosen(NEXT[choice]))}
      sx={{ color: 'text.secondary', width: 42, height: 42 }}
    >
      <Icon fontSize="small" />
    </IconButton>
  );
}
