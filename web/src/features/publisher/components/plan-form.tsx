import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { visuallyHidden } from '../../../shared/ui/page.tsx';
import {
  emptyPlan,
  isFilled,
  MOST_PERIODS,
  refusalsOf,
  withNextPeriod,
  type Horizon,
  type PlanDraft,
  type PlanReading,
} from '../plan-draft.ts';
import { PlanPeriod } from './plan-period.tsx';

/** The periods of another plan: added, changed and removed, also by keyboard alone. */
export function PlanForm(props: {
  readonly plan: PlanDraft;
  readonly reading: PlanReading;
  /** What the store objected to in the plan that it was asked last. */
  readonly refused: Readonly<Record<string, readonly string[]>>;
  readonly horizon: Horizon;
  readonly currency: string;
  /** What the game costs without a discount now, in words; null = unknown. */
  readonly listPrice: string | null;
  /** Whether discounts are planned for the days of the forecast. */
  readonly hasPlanned: boolean;
  readonly onChange: (plan: PlanDraft) => void;
}): ReactElement {
  const { plan, reading, refused, horizon, currency, listPrice, hasPlanned, onChange } = props;
  const { periods, keepPlanned } = plan;
  const list = useRef<HTMLOListElement>(null);
  const [focus, setFocus] = useState<{ readonly id: number } | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (focus !== null)
      list.current?.querySelector<HTMLElement>(`[data-period="${focus.id}"] input`)?.focus();
  }, [focus]);
  /** Puts the focus where the reader goes on, since the button that was pressed may be gone. */
  const show = (next: PlanDraft, at: number, words: string): void => {
    onChange(next);
    const period = next.periods[Math.min(at, next.periods.length - 1)];
    setFocus(period === undefined ? null : { id: period.id });
    setSaid(words);
  };
  const remove = (at: number): void =>
    show({ ...plan, periods: periods.filter((_, n) => n !== at) }, at, `Period ${at + 1} removed.`);
  const several = periods.length > 1;
  const grown = withNextPeriod(plan, horizon);
  return (
    <Box
      component="form"
      aria-label="Another plan"
      noValidate
      onSubmit={(event) => event.preventDefault()}
      sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}
    >
      <Box
        component="ol"
        ref={list}
        aria-label="Periods of the plan"
        sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5, minWidth: 0 }}
      >
        {periods.map((period, at) => (
          <li key={period.id}>
            <PlanPeriod
              name={`Period ${at + 1}`}
              period={period}
              errors={{ ...refusalsOf(refused, reading, at), ...reading.errors[at] }}
              horizon={horizon}
              currency={currency}
              listPrice={listPrice}
              waits={several}
              onChange={(part) =>
                onChange({
                  ...plan,
                  periods: periods.map((one) => (one === period ? { ...one, ...part } : one)),
                })
              }
              {...(several ? { onRemove: () => remove(at) } : {})}
            />
          </li>
        ))}
      </Box>
      {hasPlanned && (
        <Box component="label" sx={{ display: 'flex', gap: 1, alignItems: 'center', cursor: 'pointer' }}>
          <Box
            component="input"
            type="checkbox"
            checked={keepPlanned}
            onChange={(event) => onChange({ ...plan, keepPlanned: event.target.checked })}
            sx={({ tokens }) => ({ width: 18, height: 18, m: 0, flex: 'none', accentColor: tokens.accent })}
          />
          Keep the discounts planned now on all other days
        </Box>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <Button
          size="small"
          variant="outlined"
          disabled={grown === null}
          onClick={() => grown !== null && show(grown, periods.length, `Period ${periods.length + 1} added.`)}
        >
          Add a period
        </Button>
        {(several || !keepPlanned || periods.some(isFilled)) && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => show(emptyPlan(horizon), 0, 'Plan cleared.')}
          >
            Clear
          </Button>
        )}
        {grown === null && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {periods.length < MOST_PERIODS
              ? 'No day of the forecast is left for another one.'
              : `A plan has at most ${MOST_PERIODS} periods.`}
          </Typography>
        )}
      </Box>
      <Box role="status" sx={visuallyHidden}>
        {said}
      </Box>
    </Box>
  );
}
