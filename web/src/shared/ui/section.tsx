import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useId, type ReactElement, type ReactNode } from 'react';
import { Link } from 'react-router';

/** A shelf of the landing page: a named region with a heading and, often, the way to all of it. */
export function Section(props: {
  readonly title: string;
  readonly note?: string;
  readonly more?: { readonly to: string; readonly label: string };
  readonly children: ReactNode;
}): ReactElement {
  const { title, note, more, children } = props;
  const id = useId();
  return (
    <Box component="section" aria-labelledby={id} sx={{ mt: { xs: 5, md: 7 } }}>
      <Box sx={{ display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', gap: 2, mb: 2 }}>
        <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1.5, flexWrap: 'wrap' }}>
          <Typography id={id} variant="h2">
            {title}
          </Typography>
          {note !== undefined && (
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {note}
            </Typography>
          )}
        </Box>
        {more !== undefined && <TextLink to={more.to}>{more.label}</TextLink>}
      </Box>
      {children}
    </Box>
  );
}

export function TextLink({
  to,
  children,
}: {
  readonly to: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Box
      component={Link}
      to={to}
      sx={({ tokens }) => ({
        color: tokens.accent,
        fontWeight: 600,
        fontSize: '0.9375rem',
        whiteSpace: 'nowrap',
        textDecoration: 'underline',
        textDecorationColor: 'transparent',
        textUnderlineOffset: '3px',
        py: 0.5,
        '&:hover': { textDecorationColor: 'currentColor' },
      })}
    >
      {children}
    </Box>
  );
}
