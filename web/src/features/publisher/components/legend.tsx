import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import type { ReactElement, ReactNode } from 'react';
import type { Shown } from '../chart/forecast-chart.tsx';

/** What each line is. The two optional curves are switched here. */
export function Legend(props: {
  readonly measure: string;
  readonly served: string;
  readonly hasFold: boolean;
  readonly hasWithout: boolean;
  readonly hasChanged: boolean;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}): ReactElement {
  const { measure, served, hasFold, hasWithout, hasChanged, shown, onShow } = props;
  const { tokens } = useTheme();
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2.5,
        rowGap: 0.75,
        alignItems: 'center',
        fontSize: '0.875rem',
      }}
    >
      <Key colour={tokens.chartActual}>{measure === 'players' ? 'Players' : 'Sold'}</Key>
      <Key colour={tokens.chartForecast} band={tokens.chartBand}>
        Expected ({served}), 8 cases of 10
      </Key>
      {hasChanged && (
        <Key colour={tokens.good} band={tokens.goodWash} dash="7 4">
          With your plan
        </Key>
      )}
      {hasFold && (
        <Switch on={shown.before} onSwitch={(before) => onShow({ ...shown, before })}>
          <Key colour={tokens.chartFold} dash="1 4.5">
            Said 60 days ago
          </Key>
        </Switch>
      )}
      {hasWithout && (
        <Switch on={shown.without} onSwitch={(without) => onShow({ ...shown, without })}>
          <Key colour={tokens.inkFaint} dash="6 5">
            Planned discounts off
          </Key>
        </Switch>
      )}
      <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
        <Box
          component="span"
          sx={{
            width: 16,
            height: 16,
            borderRadius: '3px',
            background: tokens.chartStripe,
            border: `1px solid ${tokens.warn}`,
          }}
        />
        Discount
      </Box>
    </Box>
  );
}

function Key(props: {
  readonly colour: string;
  readonly band?: string;
  readonly dash?: string;
  readonly children: ReactNode;
}): ReactElement {
  const { colour, band, dash, children } = props;
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
      <svg width="24" height="16" aria-hidden="true">
        {band !== undefined && <rect width="24" height="16" rx="3" fill={band} />}
        <line
          x1="2"
          x2="22"
          y1="8"
          y2="8"
          stroke={colour}
          strokeWidth="2.4"
          strokeLinecap="round"
          {...(dash === undefined ? {} : { strokeDasharray: dash })}
        />
      </svg>
      {children}
    </Box>
  );
}

function Switch(props: {
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
  readonly children: ReactNode;
}): ReactElement {
  const { on, onSwitch, children } = props;
  return (
    <Box component="label" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1, cursor: 'pointer' }}>
      <Box
        component="input"
        type="checkbox"
        role="switch"
        checked={on}
        onChange={(event) => onSwitch(event.target.checked)}
        sx={({ tokens }) => ({
          appearance: 'none',
          m: 0,
          width: 34,
          height: 20,
          borderRadius: '10px',
          cursor: 'pointer',
          background: tokens.lineStrong,
          position: 'relative',
          transition: 'background 140ms ease',
          '&::before': {
            content: '""',
            position: 'absolute',
            top: 2,
            left: 2,
            width: 16,
            height: 16,
            borderRadius: '50%',
            background: tokens.surface,
            transition: 'transform 140ms ease',
          },
          '&:checked': { background: tokens.accent },
          '&:checked::before': { transform: 'translateX(14px)' },
        })}
      />
      {children}
    </Box>
  );
}
