import { useTheme } from '@mui/material/styles';
import type { ReactElement } from 'react';
import { formatDayMonth, formatNumber } from '../../../shared/format/time.ts';
import type { ChartDay } from './chart-model.ts';
import { dateTicks, type Scale } from './scales.ts';

interface Props {
  readonly days: readonly ChartDay[];
  readonly ticks: readonly number[];
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
  readonly pad: { readonly top: number; readonly right: number; readonly left: number };
  /** What is counted: units or players. */
  readonly measure: string;
}

const LABEL_WIDTH = 76;
/** Closer to the edge than this a label would be cut. */
const EDGE = 24;

export function Axes({ days, ticks, x, y, width, height, pad, measure }: Props): ReactElement {
  const { tokens } = useTheme();
  const text = {
    fontSize: 12,
    fill: tokens.inkFaint,
    style: { fontVariantNumeric: 'tabular-nums' },
  } as const;
  const dates = dateTicks(
    days.map((day) => day.date),
    (width - pad.left) / LABEL_WIDTH,
  ).filter((index) => x(index) < width - EDGE);
  return (
    <g>
      <text x={0} y={pad.top - 25} {...text}>
        {measure} a day
      </text>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={pad.left}
            x2={width - pad.right}
            y1={y(tick)}
            y2={y(tick)}
            stroke={tokens.line}
            strokeWidth={tick === 0 ? 1.5 : 1}
          />
          <text x={pad.left - 9} y={y(tick) + 4} textAnchor="end" {...text}>
            {formatNumber(tick)}
          </text>
        </g>
      ))}
      {dates.map((index) => (
        <text key={index} x={x(index)} y={height - 8} textAnchor="middle" {...text}>
          {formatDayMonth(days[index]?.date ?? '')}
        </text>
      ))}
    </g>
  );
}
