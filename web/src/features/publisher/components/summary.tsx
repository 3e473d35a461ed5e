import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { Forecast } from '../../../shared/api/contract.ts';
import { formatDay, formatInstant } from '../../../shared/format/time.ts';
import { reasonSentence, sentenceOf, servedWords } from '../words.ts';

/** The page's first words: what is expected, how sure it is, against what, and who says so. */
export function Summary({ forecast }: { readonly forecast: Forecast }): ReactElement | null {
  const sentence = sentenceOf(forecast);
  if (sentence === null) return null;
  return (
    <Typography
      component="p"
      data-testid="summary"
      sx={({ tokens }) => ({
        fontSize: { xs: '1.125rem', md: '1.375rem' },
        lineHeight: 1.5,
        letterSpacing: '-0.012em',
        maxWidth: '66ch',
        color: tokens.inkSoft,
        textWrap: 'pretty',
        '& strong': { color: tokens.ink, fontWeight: 700 },
        '& em': { fontStyle: 'normal', fontWeight: 700, color: tokens.accent },
      })}
    >
      In the next 60 days we expect <em>{sentence.expected}</em>
      {sentence.range !== null && <> ({sentence.range})</>}
      {sentence.change !== null && (
        <>
          , <strong>{sentence.change}</strong>
        </>
      )}
      . {sentence.source}
    </Typography>
  );
}

/** Where the figures come from: data, model, plan. */
export function Provenance({ forecast }: { readonly forecast: Forecast }): ReactElement {
  const { model, served, planEnd, asOf } = forecast;
  const byModel = served?.name === 'model';
  const rows: readonly (readonly [string, string])[] = [
    ['Data up to', asOf === null ? 'no run yet' : `the start of ${formatDay(asOf)} (UTC)`],
    [
      'Served by',
      served === null ? 'nothing yet' : `${servedWords(served.name)}. ${reasonSentence(served.reason)}`,
    ],
    [
      'Model',
      model === null
        ? 'none trained yet'
        : `${model.recipe}, trained ${formatInstant(model.trainedAt)} on data up to ${formatDay(model.asOf)}${byModel ? '' : '; not asked for this game'}`,
    ],
    ['Made with', model === null ? '–' : `${model.kernelId}, seed ${model.seed}, ${model.id}`],
    ['Plan', planWords(planEnd, byModel)],
  ];
  return (
    <Box component="section" aria-label="Where this comes from" sx={{ display: 'grid', gap: 1.5 }}>
      <Typography variant="h2">Where this comes from</Typography>
      <Box
        component="dl"
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: '92px minmax(0, 1fr)', md: '140px minmax(0, 1fr)' },
          rowGap: 1,
          columnGap: 2,
          fontSize: '0.9375rem',
          overflowWrap: 'anywhere',
        }}
      >
        {rows.map(([name, value]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {name}
            </Box>
            <dd>{value}</dd>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

function planWords(planEnd: string | null, byModel: boolean): string {
  const planned =
    planEnd === null
      ? 'No prices are planned ahead'
      : `Prices and discounts are planned up to ${formatDay(planEnd)}`;
  if (!byModel) return `${planned}. This forecast knows nothing of prices; only the model’s does.`;
  return planEnd === null
    ? `${planned}; the forecast knows of none.`
    : `${planned}. What comes after is unknown to the forecast, not “no discount”.`;
}
