import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactElement } from 'react';
import { count } from '../../../shared/format/time.ts';
import { TextBox } from '../../../shared/ui/text-box.tsx';
import {
  daysOf,
  isFilled,
  type Horizon,
  type PeriodDraft,
  type PeriodErrors,
  type PeriodFields,
} from '../plan-draft.ts';
import { decimalsOf } from '../what-if-words.ts';

/** The days, discount and list price of one period of a plan. */
export function PlanPeriod(props: {
  readonly name: string;
  readonly period: PeriodDraft;
  readonly errors: PeriodErrors;
  readonly horizon: Horizon;
  readonly currency: string;
  /** What the game costs without a discount now, in words; null = unknown. */
  readonly listPrice: string | null;
  /** Whether it stands apart from others that count already. */
  readonly waits: boolean;
  readonly onChange: (part: Partial<PeriodFields>) => void;
  /** Absent where it is the only one. */
  readonly onRemove?: () => void;
}): ReactElement {
  const { name, period, errors, horizon, currency, listPrice, waits, onChange, onRemove } = props;
  const days = daysOf(period);
  const field = (which: keyof PeriodFields) => ({
    value: period[which],
    errors: errors[which] === undefined ? [] : [errors[which]],
    onChange: (value: string) => onChange({ [which]: value }),
  });
  return (
    <Box
      role="group"
      aria-label={name}
      data-period={period.id}
      sx={({ tokens }) => ({
        // A narrow screen has no room for a frame within a frame.
        border: { xs: 0, md: `1px solid ${tokens.line}` },
        borderTop: { xs: `1px solid ${tokens.line}`, md: `1px solid ${tokens.line}` },
        borderRadius: { xs: 0, md: '14px' },
        p: { xs: '12px 0 0', md: 2 },
        display: 'grid',
        gap: 1.5,
        minWidth: 0,
      })}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.25, minHeight: 34 }}>
        <Box component="span" sx={{ fontWeight: 650 }}>
          {name}
        </Box>
        <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.875rem', flex: 1 }}>
          {days !== null && count(days, 'day')}
          {waits && !isFilled(period) && ' · needs a discount or a price'}
        </Box>
        {onRemove !== undefined && (
          <Button
            size="small"
            variant="outlined"
            aria-label={`Remove ${name.toLowerCase()}`}
            onClick={onRemove}
          >
            Remove
          </Button>
        )}
      </Box>
      <Box
        sx={{
          display: 'grid',
          columnGap: { xs: 1.25, md: 2 },
          rowGap: 1.5,
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'repeat(auto-fit, minmax(145px, 1fr))',
            md: 'repeat(4, minmax(0, 1fr))',
          },
        }}
      >
        <TextBox
          label="First day"
          type="date"
          min={horizon.first}
          max={horizon.last}
          {...field('startsOn')}
        />
        <TextBox label="Last day" type="date" min={horizon.first} max={horizon.last} {...field('endsOn')} />
        <TextBox
          label="Discount in %"
          type="number"
          min="0"
          max="99"
          step="1"
          hint="Empty: as planned"
          {...field('percent')}
        />
        <TextBox
          label={`List price in ${currency}`}
          type="number"
          min="0"
          step={String(10 ** -decimalsOf(currency))}
          hint={listPrice === null ? 'Empty: as it is' : `Empty: stays ${listPrice}`}
          {...field('price')}
        />
      </Box>
    </Box>
  );
}
