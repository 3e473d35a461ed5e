import Container from '@mui/material/Container';
import Skeleton from '@mui/material/Skeleton';
import type { ReactElement } from 'react';

/** Stands in while a page's own code is on its way; invisible at first, so that a fast answer does not flicker. */
export function PageSkeleton(): ReactElement {
  return (
    <Container
      maxWidth="lg"
      aria-busy="true"
      sx={{
        py: 5,
        minHeight: '80vh',
        animation: 'appear 0s 150ms both',
        '@keyframes appear': { from: { visibility: 'hidden' }, to: { visibility: 'visible' } },
      }}
    >
      <Skeleton variant="rounded" width="min(340px, 70%)" height={40} />
      <Skeleton variant="rounded" height={300} sx={{ mt: 4 }} />
    </Container>
  );
}
