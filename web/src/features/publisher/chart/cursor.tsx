import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import type { ChartDay } from './chart-model.ts';
import type { Shown } from './forecast-chart.tsx';
import { Readout } from './readout.tsx';
import type { Scale } from './scales.ts';
import { spoken } from './spoken.ts';

interface Area {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

interface Props {
  readonly at: number;
  readonly visible: boolean;
  readonly x: Scale;
  readonly y: Scale;
  readonly area: Area;
  readonly days: readonly ChartDay[];
  readonly measure: string;
  readonly shown: Shown;
  readonly onMove: (index: number | null) => void;
}

/** Days that a key moves; Home, End and Escape are apart. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
};

/** Picks a day: a slider for the keyboard and for screen readers, the pointer's place for everyone else. */
export function Cursor({ at, visible, x, y, area, days, measure, shown, onMove }: Props): ReactElement {
  const day = days[at];
  const clamp = (index: number): number => Math.max(0, Math.min(days.length - 1, index));
  const plotWidth = area.width - area.left - area.right;

  const point = (event: PointerEvent<HTMLElement>): void => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    onMove(clamp(Math.round((left / plotWidth) * (days.length - 1))));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onMove(null);
    const step = STEPS[event.key];
    const ends: Readonly<Record<string, number>> = { Home: 0, End: days.length - 1 };
    const next = ends[event.key] ?? (step === undefined ? null : clamp(at + step));
    if (next === null) return;
    event.preventDefault();
    onMove(next);
  };
  return (
    <>
      {visible && day !== undefined && <Dots day={day} left={x(at)} y={y} area={area} shown={shown} />}
      <Box
        role="slider"
        tabIndex={0}
        aria-label="Day on the chart"
        aria-valuemin={0}
        aria-valuemax={days.length - 1}
        aria-valuenow={at}
        aria-valuetext={spoken(day, measure)}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => onMove(null)}
        onFocus={() => onMove(at)}
        onBlur={() => onMove(null)}
        onKeyDown={press}
        sx={{
          position: 'absolute',
          left: area.left,
          top: area.top,
          width: plotWidth,
          height: area.height - area.top - area.bottom,
          cursor: 'crosshair',
          borderRadius: '6px',
          touchAction: 'pan-y',
        }}
      />
      {visible && day !== undefined && (
        <Readout day={day} left={x(at)} width={area.width} measure={measure} shown={shown} />
      )}
    </>
  );
}

function Dots(props: {
  readonly day: ChartDay;
  readonly left: number;
  readonly y: Scale;
  readonly area: Area;
  readonly shown: Shown;
}): ReactElement {
  const { day, left, y, area, shown } = props;
  const { tokens } = useTheme();
  const dots = [
    { value: day.actual, colour: tokens.chartActual },
    { value: day.forecast?.mean ?? null, colour: tokens.chartForecast },
    { value: shown.before ? (day.before?.mean ?? null) : null, colour: tokens.chartFold },
  ];
  return (
    <svg
      width={area.width}
      height={area.height}
      aria-hidden="true"
      style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
    >
      <line
        x1={left}
        x2={left}
        y1={area.top}
        y2={area.height - area.bottom}
        stroke={tokens.inkFaint}
        strokeWidth="1"
      />
      {dots.map(({ value, colour }) =>
        value === null ? null : (
          <circle
            key={colour}
            cx={left}
            cy={y(value)}
            r="5"
            fill={colour}
            stroke={tokens.surface}
            strokeWidth="2"
          />
        ),
      )}
    </svg>
  );
}
