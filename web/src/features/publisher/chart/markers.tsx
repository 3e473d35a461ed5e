import { useTheme } from '@mui/material/styles';
import type { ReactElement } from 'react';
import type { ChartModel, Stripe } from './chart-model.ts';
import type { Scale } from './scales.ts';

interface Props {
  readonly model: ChartModel;
  readonly x: Scale;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A stripe narrower than this has no room for its percent. */
const STRIPE_LABEL = 28;
/** A label nearer to the chart's edge than this would be cut there. */
const LABEL_ROOM = 70;
/** Two labels that would meet stand on lines of their own. */
const LABEL_LINE = 15;

/** Discount stripes, the periods that the reader tries, today, and the end of the plan: beyond it prices are not known yet. */
export function Markers({ model, x, top, bottom, left, right }: Props): ReactElement {
  const { tokens } = useTheme();
  const half = (x(1) - x(0)) / 2;
  const planEnd = model.planEnd === null ? null : x(model.planEnd) + half;
  const todaySide = x(model.today) - left < LABEL_ROOM ? 'right' : 'left';
  const planSide = planEnd !== null && right - planEnd < LABEL_ROOM ? 'left' : 'right';
  return (
    <g>
      {model.stripes.map((stripe) => (
        <StripeMark
          key={`${stripe.from}-${stripe.to}`}
          {...{ stripe, x, half, top, bottom, left, right, colour: tokens.warn, fill: tokens.chartStripe }}
        />
      ))}
      {model.tried.map((stripe) => (
        <StripeMark
          key={`tried-${stripe.from}-${stripe.to}`}
          {...{ stripe, x, half, top, bottom, left, right, colour: tokens.good, fill: tokens.goodWash }}
          tried
        />
      ))}
      <Mark
        at={Math.max(left, x(model.today) - half)}
        text={model.todayName}
        side={todaySide}
        colour={tokens.ink}
        top={top}
        bottom={bottom}
      />
      {planEnd !== null && (
        <Mark
          at={planEnd}
          text="Plan ends"
          side={planSide}
          colour={tokens.inkFaint}
          top={planSide === todaySide && planEnd - x(model.today) < LABEL_ROOM ? top - LABEL_LINE : top}
          bottom={bottom}
          dashed
        />
      )}
    </g>
  );
}

function StripeMark(props: {
  readonly stripe: Stripe;
  readonly x: Scale;
  /** Half the width of a day. */
  readonly half: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly colour: string;
  readonly fill: string;
  readonly tried?: boolean;
}): ReactElement {
  const { stripe, x, half, top, bottom, left, right, colour, fill, tried = false } = props;
  const start = Math.max(left, x(stripe.from) - half);
  const end = Math.min(right, x(stripe.to) + half);
  return (
    <g {...(tried ? { 'data-testid': 'tried-period' } : {})}>
      <rect x={start} y={top} width={Math.max(2, end - start)} height={bottom - top} fill={fill} />
      {stripe.percent > 0 && end - start > STRIPE_LABEL && (
        <text
          x={(start + end) / 2}
          // A period may lie on a discount that is planned: its label stands a line below.
          y={top + LABEL_LINE * (tried ? 2 : 1)}
          textAnchor="middle"
          fill={colour}
          fontSize="11"
          fontWeight="620"
        >
          −{stripe.percent}%
        </text>
      )}
    </g>
  );
}

function Mark(props: {
  readonly at: number;
  readonly text: string;
  readonly side: 'left' | 'right';
  readonly colour: string;
  readonly top: number;
  readonly bottom: number;
  readonly dashed?: boolean;
}): ReactElement {
  const { at, text, side, colour, top, bottom, dashed = false } = props;
  return (
    <g>
      <line
        x1={at}
        x2={at}
        y1={top - 16}
        y2={bottom}
        stroke={colour}
        strokeWidth="1.2"
        {...(dashed ? { strokeDasharray: '3 4' } : {})}
      />
      <text
        x={side === 'left' ? at - 6 : at + 6}
        y={top - 5}
        textAnchor={side === 'left' ? 'end' : 'start'}
        fill={colour}
        fontSize="12"
        fontWeight="620"
      >
        {text}
      </text>
    </g>
  );
}
