import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useMemo, useState, type ReactElement } from 'react';
import { Axes } from './axes.tsx';
import type { ChartModel } from './chart-model.ts';
import { Cursor } from './cursor.tsx';
import { Markers } from './markers.tsx';
import { bandPath, labelRoom, linear, linePath, niceTicks } from './scales.ts';
import { useWidth } from './use-width.ts';

/** Which of the optional curves are drawn. */
export interface Shown {
  readonly before: boolean;
  readonly without: boolean;
}

interface Props {
  readonly model: ChartModel;
  readonly measure: string;
  readonly shown: Shown;
}

const PAD = { top: 36, right: 14, bottom: 30 };
const DENSE_DAYS = 400;

/**
 * Units by day: what came, what is expected with its band, and what had been expected. The pointer or the arrow keys
 * move a cursor that reads a day out; the same figures stand in the table below.
 */
export function ForecastChart({ model, measure, shown }: Props): ReactElement {
  const { tokens } = useTheme();
  const [box, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const { days, today } = model;
  const small = width < 600;
  const height = small ? 300 : 400;
  const last = Math.max(1, days.length - 1);
  const ticks = useMemo(() => niceTicks(model.highest, small ? 4 : 5), [model.highest, small]);
  const left = labelRoom(ticks);
  const x = useMemo(() => linear([0, last], [left, width - PAD.right]), [last, left, width]);
  const y = useMemo(() => linear([0, ticks.at(-1) ?? 1], [height - PAD.bottom, PAD.top]), [ticks, height]);
  const paths = useMemo(
    () => ({
      actual: linePath(
        days.map((day) => day.actual),
        x,
        y,
      ),
      forecast: linePath(
        days.map((day) => day.forecast?.mean ?? null),
        x,
        y,
      ),
      band: bandPath(
        days.map((day) => day.forecast),
        x,
        y,
      ),
      without: linePath(
        days.map((day) => day.without),
        x,
        y,
      ),
      changed: linePath(
        days.map((day) => day.changed),
        x,
        y,
      ),
      before: linePath(
        days.map((day) => day.before?.mean ?? null),
        x,
        y,
      ),
      beforeBand: bandPath(
        days.map((day) => day.before),
        x,
        y,
      ),
    }),
    [days, x, y],
  );
  const line = { fill: 'none', strokeLinejoin: 'round', strokeLinecap: 'round' } as const;
  return (
    <Box ref={box} sx={{ position: 'relative', width: '100%', minHeight: { xs: 300, sm: 400 } }}>
      {width > 0 && (
        <>
          <svg width={width} height={height} aria-hidden="true" style={{ display: 'block' }}>
            <Axes
              days={days}
              ticks={ticks}
              x={x}
              y={y}
              width={width}
              height={height}
              pad={{ ...PAD, left }}
              measure={measure}
            />
            <Markers
              model={model}
              x={x}
              top={PAD.top}
              bottom={height - PAD.bottom}
              left={left}
              right={width - PAD.right}
            />
            {shown.before && <path d={paths.beforeBand} fill={tokens.chartFoldBand} />}
            <path d={paths.band} fill={tokens.chartBand} />
            <path
              d={paths.actual}
              stroke={tokens.chartActual}
              strokeWidth={days.length > DENSE_DAYS ? 1.1 : 1.8}
              {...line}
            />
            {shown.before && (
              <path
                d={paths.before}
                stroke={tokens.chartFold}
                strokeWidth="2.2"
                strokeDasharray="1 4.5"
                {...line}
              />
            )}
            {shown.without && (
              <path
                d={paths.without}
                stroke={tokens.inkFaint}
                strokeWidth="1.8"
                strokeDasharray="6 5"
                {...line}
              />
            )}
            <path d={paths.forecast} stroke={tokens.chartForecast} strokeWidth="2.4" {...line} />
            <path
              data-testid="what-if-curve"
              d={paths.changed}
              stroke={tokens.good}
              strokeWidth="2.2"
              strokeDasharray="7 4"
              {...line}
            />
          </svg>
          <Cursor
            at={Math.min(at ?? today, last)}
            visible={at !== null}
            x={x}
            y={y}
            area={{ ...PAD, left, width, height }}
            days={days}
            measure={measure}
            shown={shown}
            onMove={setAt}
          />
        </>
      )}
    </Box>
  );
}
