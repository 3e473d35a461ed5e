import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { formatNumber, formatWeekday } from '../../../shared/format/time.ts';
import type { ChartDay } from './chart-model.ts';
import type { Shown } from './forecast-chart.tsx';

const WIDTH = 224;

/** The figures of the day under the cursor, beside it and never outside the chart. */
export function Readout(props: {
  readonly day: ChartDay;
  readonly left: number;
  readonly width: number;
  readonly measure: string;
  readonly shown: Shown;
}): ReactElement {
  const { day, left, width, measure, shown } = props;
  const beside = left + 16 + WIDTH > width ? left - 16 - WIDTH : left + 16;
  return (
    <Box
      aria-hidden="true"
      sx={({ tokens }) => ({
        position: 'absolute',
        top: 44,
        left: Math.max(0, Math.min(width - WIDTH, beside)),
        width: WIDTH,
        pointerEvents: 'none',
        background: tokens.raised,
        border: `1px solid ${tokens.line}`,
        borderRadius: '12px',
        boxShadow: tokens.shadowRaised,
        px: 1.75,
        py: 1.25,
        fontSize: '0.875rem',
      })}
    >
      <Box sx={{ fontWeight: 650, mb: 0.5 }}>{formatWeekday(day.date)}</Box>
      {rowsOf(day, measure, shown).map(([name, value]) => (
        <Box key={name} sx={{ display: 'flex', justifyContent: 'space-between', gap: 2 }}>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {name}
          </Box>
          <Box component="span" sx={{ fontWeight: 620, fontVariantNumeric: 'tabular-nums' }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function rowsOf(day: ChartDay, measure: string, shown: Shown): readonly (readonly [string, string])[] {
  const rows: [string, string][] = [];
  if (day.actual !== null) rows.push([measure === 'players' ? 'Players' : 'Sold', formatNumber(day.actual)]);
  if (day.forecast !== null) {
    rows.push(['Expected', formatNumber(day.forecast.mean)]);
    rows.push(['8 cases of 10', `${formatNumber(day.forecast.p10)} – ${formatNumber(day.forecast.p90)}`]);
  }
  if (day.changed !== null) rows.push(['With your plan', formatNumber(day.changed)]);
  if (shown.without && day.without !== null) rows.push(['Without discounts', formatNumber(day.without)]);
  if (shown.before && day.before !== null) rows.push(['Had been expected', formatNumber(day.before.mean)]);
  if (day.discountPercent > 0) rows.push(['Discount', `−${day.discountPercent}%`]);
  return rows;
}
