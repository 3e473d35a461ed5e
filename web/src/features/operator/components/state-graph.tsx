import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import type { ReactElement } from 'react';
import type { RunDetail, RunState } from '../../../shared/api/contract.ts';
import { formatDuration } from '../../../shared/format/time.ts';
import { Hidden } from '../../../shared/ui/page.tsx';
import { arcsOf, isStraight, nextWords, type Arc } from '../graph.ts';

const ROW = 64;
const TRACK = 13;
/** Middle of a row's mark, from the left edge of the list. */
const MARK = 17;

/** The run's states from start to end, live: what is done, what runs, for how long, at which attempt. */
export function StateGraph({ run, now }: { readonly run: RunDetail; readonly now: number }): ReactElement {
  const arcs = arcsOf(run);
  const tracks = Math.max(0, ...arcs.map((arc) => arc.track + 1));
  const gutter = tracks === 0 ? 0 : tracks * TRACK + 12;
  const start = Date.parse(run.startedAt);
  const end = run.finishedAt === null ? now : Date.parse(run.finishedAt);
  return (
    <Box sx={{ position: 'relative', pl: `${gutter}px` }}>
      <Arcs arcs={arcs} gutter={gutter} rows={run.states.length} />
      <Box component="ol" aria-label="States of the run">
        {run.states.map((state, index) => (
          <State
            key={state.name}
            state={state}
            next={nextWords(run, state.name)}
            joined={isStraight(run, index)}
            span={{ start, length: Math.max(1, end - start) }}
            until={end}
          />
        ))}
      </Box>
    </Box>
  );
}

function State(props: {
  readonly state: RunState;
  readonly next: string;
  readonly joined: boolean;
  readonly span: { readonly start: number; readonly length: number };
  /** When a state that has not been left counts as left: now, or the end of the run. */
  readonly until: number;
}): ReactElement {
  const { state, next, joined, span, until } = props;
  const { tokens } = useTheme();
  const colour = colourOf(state, tokens);
  const entered = state.enteredAt === null ? null : Date.parse(state.enteredAt);
  const left = state.exitedAt === null ? until : Date.parse(state.exitedAt);
  const duration = entered === null ? null : Math.max(0, left - entered);
  return (
    <Box
      component="li"
      aria-current={state.status === 'running' ? 'step' : undefined}
      sx={{
        position: 'relative',
        height: ROW,
        display: 'grid',
        gridTemplateColumns: {
          xs: '34px minmax(0, 1fr) auto',
          md: '34px minmax(0, 280px) 92px minmax(0, 1fr)',
        },
        columnGap: 1.5,
        alignItems: 'center',
      }}
    >
      {joined && (
        <Box
          aria-hidden="true"
          sx={{
            position: 'absolute',
            left: MARK - 1,
            top: ROW / 2 + 11,
            height: ROW - 22,
            width: 2,
            background: tokens.line,
          }}
        />
      )}
      <Mark status={state.status} colour={colour} />
      <Box sx={{ minWidth: 0 }}>
        <Box
          sx={{
            fontWeight: 650,
            display: 'flex',
            gap: 1,
            alignItems: 'baseline',
            color: state.status === 'waiting' ? tokens.inkFaint : tokens.ink,
          }}
        >
          <span>{state.name}</span>
          <Box component="span" sx={{ fontSize: '0.75rem', color: 'text.secondary', fontWeight: 500 }}>
            {state.type}
          </Box>
        </Box>
        <Box
          sx={{
            fontSize: '0.8125rem',
            color: 'text.secondary',
            overflow: 'hidden',
            textOverflow: 'ellipsis',
            whiteSpace: 'nowrap',
          }}
        >
          {detailOf(state)}
        </Box>
        <Hidden>
          {state.status}, {next}
        </Hidden>
      </Box>
      <Box
        sx={{
          textAlign: 'right',
          fontVariantNumeric: 'tabular-nums',
          fontSize: '0.9375rem',
          fontWeight: 600,
        }}
      >
        {duration === null ? '' : formatDuration(duration)}
      </Box>
      <Box
        aria-hidden="true"
        sx={{
          display: { xs: 'none', md: 'block' },
          position: 'relative',
          height: 12,
          borderRadius: '6px',
          overflow: 'hidden',
          background: tokens.sunken,
        }}
      >
        {entered !== null && duration !== null && (
          <Box
            sx={{
              position: 'absolute',
              top: 0,
              bottom: 0,
              borderRadius: '6px',
              background: colour,
              left: `${(Math.max(0, entered - span.start) / span.length) * 100}%`,
              width: `max(6px, ${Math.min(100, (duration / span.length) * 100)}%)`,
              maxWidth: '100%',
            }}
          />
        )}
      </Box>
    </Box>
  );
}

function detailOf(state: RunState): string {
  const parts: string[] = [];
  if (state.counts !== undefined) {
    parts.push(`${state.counts.done} of ${state.counts.total} batches`);
    if (state.counts.failed > 0) parts.push(`${state.counts.failed} failed`);
  }
  if (state.attempts > 1) parts.push(`attempt ${state.attempts}`);
  if (state.error !== null) parts.push(`${state.error.error}: ${state.error.cause}`);
  return parts.join(' · ');
}

type Colours = {
  readonly good: string;
  readonly bad: string;
  readonly warn: string;
  readonly accent: string;
  readonly lineStrong: string;
};

function colourOf(state: RunState, tokens: Colours): string {
  return {
    succeeded: tokens.good,
    failed: tokens.bad,
    caught: tokens.warn,
    running: tokens.accent,
    waiting: tokens.lineStrong,
  }[state.status];
}

/** A ring that fills: empty waits, turns runs, a tick is done, a cross failed, an exclamation mark was caught. */
function Mark({
  status,
  colour,
}: {
  readonly status: RunState['status'];
  readonly colour: string;
}): ReactElement {
  const { tokens } = useTheme();
  const glyph = {
    succeeded: 'M7 12.5l3.4 3.4L17 9',
    failed: 'M8 8l8 8M16 8l-8 8',
    caught: 'M12 6.5v7M12 17v.4',
    running: '',
    waiting: '',
  }[status];
  const solid = glyph !== '';
  return (
    <Box
      component="svg"
      viewBox="0 0 24 24"
      aria-hidden="true"
      sx={{
        width: 26,
        height: 26,
        ml: '4px',
        zIndex: 1,
        ...(status === 'running'
          ? {
              animation: 'turn 1.4s linear infinite',
              '@keyframes turn': { to: { transform: 'rotate(360deg)' } },
            }
          : {}),
      }}
    >
      <circle
        cx="12"
        cy="12"
        r="9.5"
        fill={solid ? colour : tokens.surface}
        stroke={colour}
        strokeWidth="2"
        {...(status === 'running' ? { strokeDasharray: '40 20' } : {})}
      />
      <path
        d={glyph}
        stroke={tokens.surface}
        strokeWidth="2.2"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </Box>
  );
}

function Arcs({
  arcs,
  gutter,
  rows,
}: {
  readonly arcs: readonly Arc[];
  readonly gutter: number;
  readonly rows: number;
}): ReactElement | null {
  const { tokens } = useTheme();
  if (arcs.length === 0) return null;
  const middle = (row: number): number => row * ROW + ROW / 2;
  return (
    <svg
      width={gutter + MARK}
      height={rows * ROW}
      aria-hidden="true"
      style={{ position: 'absolute', left: 0, top: 0, overflow: 'visible' }}
    >
      {arcs.map((arc) => {
        const from = middle(arc.from) + 4;
        const to = middle(arc.to) - 4;
        const track = gutter - 6 - arc.track * TRACK;
        const bend = from < to ? 8 : -8;
        const edge = gutter + 4;
        return (
          <g key={`${arc.from}-${arc.to}`} stroke={tokens.lineStrong} fill="none" strokeWidth="1.3">
            <path
              d={`M${edge} ${from}H${track + 8}Q${track} ${from} ${track} ${from + bend}V${to - bend}Q${track} ${to} ${track + 8} ${to}H${edge}`}
              strokeDasharray={arc.label === null ? '3 3' : 'none'}
            />
            <path d={`M${edge - 5} ${to - 4}L${edge} ${to}L${edge - 5} ${to + 4}`} />
          </g>
        );
      })}
    </svg>
  );
}
