import Container from '@mui/material/Container';
import Typography from '@mui/material/Typography';
import Box from '@mui/material/Box';
import type { ReactElement, ReactNode } from 'react';

/** The title of the browser's tab; rendered once, at the leaf of each route. */
export function PageTitle({ children }: { readonly children: string }): ReactElement {
  return <title>{`${children} · Kratos Digital Store`}</title>;
}

/** The width, the rhythm and the one heading that every page has. */
export function Page(props: {
  readonly title: string;
  /** Shown in place of the title when the page's heading is part of a larger picture. */
  readonly hiddenHeading?: boolean;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const { title, hiddenHeading = false, lead, actions, children } = props;
  return (
    <Container maxWidth="lg" sx={{ py: { xs: 3, md: 5 }, px: { xs: 2, sm: 3 } }}>
      <PageTitle>{title}</PageTitle>
      {hiddenHeading ? (
        <Heading hidden>{title}</Heading>
      ) : (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 2,
            alignItems: 'end',
            justifyContent: 'space-between',
            mb: { xs: 2.5, md: 4 },
          }}
        >
          <Box sx={{ display: 'grid', gap: 0.75, minWidth: 0 }}>
            <Heading>{title}</Heading>
            {lead !== undefined && (
              <Typography component="div" sx={{ color: 'text.secondary', maxWidth: '68ch' }}>
                {lead}
              </Typography>
            )}
          </Box>
          {actions}
        </Box>
      )}
      {children}
    </Container>
  );
}

/** The page's h1: the focus lands here when the page changes, so that a screen reader says where it is. */
export function Heading({
  children,
  hidden = false,
}: {
  readonly children: ReactNode;
  readonly hidden?: boolean;
}): ReactElement {
  return (
    <Typography
      variant="h1"
      tabIndex={-1}
      sx={hidden ? visuallyHidden : { overflowWrap: 'anywhere', textWrap: 'balance' }}
    >
      {children}
    </Typography>
  );
}

/** There for screen readers, invisible otherwise. */
export const visuallyHidden = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  margin: '-1px',
  padding: 0,
  overflow: 'hidden',
  clip: 'rect(0 0 0 0)',
  whiteSpace: 'nowrap',
  border: 0,
} as const;

export function Hidden({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Box component="span" sx={visuallyHidden}>
      {children}
    </Box>
  );
}
