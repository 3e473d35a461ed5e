import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { formatNumber, formatWeekday } from '../../../shared/format/time.ts';
import type { ChartDay } from '../chart/chart-model.ts';

/** The chart's figures, newest day first; a dash is what is not known. */
export function ForecastTable({
  days,
  measure,
}: {
  readonly days: readonly ChartDay[];
  readonly measure: string;
}): ReactElement {
  const isTried = days.some(({ changed }) => changed !== null);
  const columns = [
    'Day',
    measure === 'players' ? 'Players' : 'Sold',
    'Expected',
    'Low (10%)',
    'High (90%)',
    ...(isTried ? ['With your plan'] : []),
    'Without discounts',
    'Had been expected',
    'Discount',
  ];
  return (
    <Box
      role="region"
      aria-label="The chart as a table"
      tabIndex={0}
      sx={({ tokens }) => ({
        maxHeight: 440,
        overflow: 'auto',
        border: `1px solid ${tokens.line}`,
        borderRadius: '12px',
        '& table': {
          borderCollapse: 'collapse',
          width: '100%',
          fontSize: '0.875rem',
          fontVariantNumeric: 'tabular-nums',
        },
        '& th, & td': {
          px: 1.5,
          py: 0.9,
          textAlign: 'right',
          whiteSpace: 'nowrap',
          borderBottom: `1px solid ${tokens.line}`,
        },
        '& th:first-of-type': { textAlign: 'left', fontWeight: 560 },
        '& thead th': { position: 'sticky', top: 0, background: tokens.raised, fontWeight: 650 },
      })}
    >
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map((day) => (
            <tr key={day.date}>
              <th scope="row">{formatWeekday(day.date)}</th>
              <td>{cell(day.actual)}</td>
              <td>{cell(day.forecast?.mean)}</td>
              <td>{cell(day.forecast?.p10)}</td>
              <td>{cell(day.forecast?.p90)}</td>
              {isTried && <td>{cell(day.changed ?? day.forecast?.mean)}</td>}
              <td>{cell(day.without)}</td>
              <td>{cell(day.before?.mean)}</td>
              <td>{day.discountPercent > 0 ? `${day.discountPercent}%` : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

function cell(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatNumber(value);
}
