import Box from '@mui/material/Box';
import type { ReactElement } from 'react';

/** The browser's own select in the store's clothes: a phone opens its own wheel, a keyboard works as everywhere. */
export function Select<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly name: string }[];
  readonly onChange: (value: T) => void;
}): ReactElement {
  const { label, value, options, onChange } = props;
  return (
    <Box
      component="label"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 1,
        fontSize: '0.9375rem',
        color: 'text.secondary',
      }}
    >
      {label}
      <Box
        component="select"
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
        sx={({ tokens }) => ({
          font: 'inherit',
          fontWeight: 600,
          color: tokens.ink,
          height: 42,
          pl: 1.5,
          pr: 1,
          borderRadius: '10px',
          border: `1px solid ${tokens.lineStrong}`,
          background: tokens.surface,
        })}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </Box>
    </Box>
  );
}
