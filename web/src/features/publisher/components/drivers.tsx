import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { Driver } from '../../../shared/api/contract.ts';

const NAMES: Readonly<Record<Driver['name'], string>> = {
  'recent level': 'Recent sales',
  rhythm: 'Days of the week',
  'planned discounts': 'Planned discounts',
  calendar: 'Time of the year',
  'last year': 'The same days last year',
  age: 'Age of the game',
};

/** What moves the forecast, the strongest first. */
export function Drivers({ drivers }: { readonly drivers: readonly Driver[] }): ReactElement {
  const sorted = [...drivers].sort((a, b) => b.share - a.share);
  return (
    <Box component="section" aria-label="What drives this forecast" sx={{ display: 'grid', gap: 1.5 }}>
      <Typography variant="h2">What drives this forecast</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', maxWidth: '66ch', textWrap: 'pretty' }}>
        Each is left out in turn, and the forecast is asked again. The bar tells how much it moves the days,
        the figure in brackets how much more (+) or less (−) the 60 days sell because of it. It tells what the
        model looks at, not what makes games sell.
      </Typography>
      <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 0.75 }}>
        {sorted.map(({ name, share, effect }) => (
          <Box
            component="li"
            key={name}
            sx={{
              display: 'grid',
              gridTemplateColumns: { xs: '1fr auto', sm: '190px minmax(0, 1fr) 112px' },
              columnGap: 2,
              alignItems: 'center',
              fontSize: '0.9375rem',
            }}
          >
            <span>{NAMES[name]}</span>
            <Box
              aria-hidden="true"
              sx={({ tokens }) => ({
                display: { xs: 'none', sm: 'block' },
                height: 8,
                borderRadius: '4px',
                background: tokens.sunken,
                '&::before': {
                  content: '""',
                  display: 'block',
                  height: '100%',
                  width: `${Math.round(100 * share)}%`,
                  borderRadius: '4px',
                  background: tokens.chartForecast,
                },
              })}
            />
            <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', textAlign: 'right' }}>
              {Math.round(100 * share)}% <Signed effect={effect} />
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

function Signed({ effect }: { readonly effect: number }): ReactElement {
  const percent = Math.round(100 * effect);
  return (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      ({percent > 0 ? '+' : percent < 0 ? '−' : '±'}
      {Math.abs(percent)}%)
    </Box>
  );
}
