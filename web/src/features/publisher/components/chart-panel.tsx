import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo, useState, type ReactElement } from 'react';
import type { Forecast, WhatIf } from '../../../shared/api/contract.ts';
import { DAY_MS } from '../../../shared/format/time.ts';
import { useNow } from '../../../shared/hooks/use-now.ts';
import { chartModel, type Range } from '../chart/chart-model.ts';
import { ForecastChart, type Shown } from '../chart/forecast-chart.tsx';
import { Panel } from './panel.tsx';
import { ForecastTable } from './forecast-table.tsx';
import { Legend } from './legend.tsx';

const RANGES: readonly { readonly value: Range; readonly name: string }[] = [
  { value: 30, name: '30 days' },
  { value: 180, name: '180 days' },
  { value: 'all', name: 'All' },
];

/** The chart with its range and its optional curves, and the same figures as a table. */
export function ChartPanel(props: {
  readonly forecast: Forecast;
  /** The other plan that the reader tries. */
  readonly whatIf: WhatIf | null;
  readonly downloading: boolean;
  readonly onDownload: () => void;
}): ReactElement {
  const { forecast, whatIf, downloading, onDownload } = props;
  const [range, setRange] = useState<Range>(180);
  const [shown, setShown] = useState<Shown>({ before: true, without: false });
  const [asTable, setAsTable] = useState(false);
  const now = useNow(DAY_MS);
  const model = useMemo(() => chartModel(forecast, range, now, whatIf), [forecast, range, now, whatIf]);
  return (
    <Panel label="Chart">
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1.5,
          justifyContent: 'space-between',
          alignItems: 'center',
        }}
      >
        <RangeChoice range={range} onChoose={setRange} />
        <Box sx={{ display: 'flex', gap: 1 }}>
          <Button
            size="small"
            variant="outlined"
            aria-expanded={asTable}
            aria-controls="forecast-table"
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? 'Hide table' : 'Show as table'}
          </Button>
          <Button size="small" variant="outlined" disabled={downloading} onClick={onDownload}>
            {downloading ? 'Saving…' : 'Save as CSV'}
          </Button>
        </Box>
      </Box>
      <Legend
        measure={forecast.measure}
        served={forecast.served?.name ?? 'forecast'}
        hasFold={forecast.fold !== null}
        hasWithout={forecast.forecast.some((day) => day.meanWithoutDiscounts !== null)}
        hasChanged={whatIf !== null}
        shown={shown}
        onShow={setShown}
      />
      <ForecastChart
        model={model}
        measure={forecast.measure}
        shown={{ before: shown.before && forecast.fold !== null, without: shown.without }}
      />
      <Box id="forecast-table">
        {asTable && <ForecastTable days={model.days} measure={forecast.measure} />}
      </Box>
    </Panel>
  );
}

function RangeChoice({
  range,
  onChoose,
}: {
  readonly range: Range;
  readonly onChoose: (range: Range) => void;
}): ReactElement {
  return (
    <Box
      role="group"
      aria-label="Past days shown"
      sx={({ tokens }) => ({
        display: 'inline-flex',
        p: '3px',
        gap: '2px',
        borderRadius: '11px',
        background: tokens.sunken,
      })}
    >
      {RANGES.map(({ value, name }) => (
        <Box
          key={value}
          component="button"
          type="button"
          aria-pressed={range === value}
          onClick={() => onChoose(value)}
          sx={({ tokens }) => ({
            font: 'inherit',
            fontSize: '0.875rem',
            fontWeight: 620,
            px: 1.75,
            minHeight: 34,
            border: 0,
            borderRadius: '9px',
            cursor: 'pointer',
            color: range === value ? tokens.ink : tokens.inkSoft,
            background: range === value ? tokens.raised : 'transparent',
            boxShadow: range === value ? tokens.shadow : 'none',
          })}
        >
          {name}
        </Box>
      ))}
    </Box>
  );
}
