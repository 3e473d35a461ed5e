import Box from '@mui/material/Box';
import { useId, type HTMLInputAutoCompleteAttribute, type ReactElement, type ReactNode } from 'react';

/** A labelled text field; what the store objects to stands below it and is tied to it. */
export function TextBox(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'search' | 'date' | 'number';
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly hint?: ReactNode;
  readonly errors?: readonly string[];
  readonly required?: boolean;
  readonly minLength?: number;
  readonly min?: string;
  readonly max?: string;
  readonly step?: string;
}): ReactElement {
  const { label, value, onChange, type = 'text', hint, errors = [], ...input } = props;
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, errors.length === 0 ? '' : `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <Box sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
      <Box component="label" htmlFor={id} sx={{ fontWeight: 600, fontSize: '0.9375rem' }}>
        {label}
      </Box>
      <Box
        component="input"
        id={id}
        type={type}
        value={value}
        aria-invalid={errors.length > 0}
        {...(described === '' ? {} : { 'aria-describedby': described })}
        {...input}
        onChange={(event) => onChange(event.target.value)}
        sx={({ tokens }) => ({
          font: 'inherit',
          color: tokens.ink,
          width: '100%',
          minWidth: 0,
          height: 46,
          px: 1.75,
          borderRadius: '10px',
          background: tokens.surface,
          border: `1px solid ${errors.length > 0 ? tokens.bad : tokens.lineStrong}`,
          '&::placeholder': { color: tokens.inkFaint, opacity: 1 },
        })}
      />
      {hint !== undefined && (
        <Box id={`${id}-hint`} sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
          {hint}
        </Box>
      )}
      {errors.length > 0 && (
        <Box
          id={`${id}-error`}
          role="alert"
          sx={({ tokens }) => ({ color: tokens.bad, fontSize: '0.875rem', fontWeight: 560 })}
        >
          {errors.join(' ')}
        </Box>
      )}
    </Box>
  );
}
