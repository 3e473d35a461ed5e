import Box from '@mui/material/Box';
import type { ReactElement } from 'react';

/** Covers are made in this shape; every box that shows one reserves it, so nothing moves when the image arrives. */
export const COVER_RATIO = '3 / 4';

/** A game's cover. Beside its title it is decoration; `alt` is for the one place where it stands alone. */
export function Cover(props: {
  readonly url: string;
  readonly alt?: string;
  /** The page's first picture: fetched at once and ahead of the others. */
  readonly eager?: boolean;
  readonly ratio?: string;
}): ReactElement {
  const { url, alt = '', eager = false, ratio = COVER_RATIO } = props;
  return (
    <Box
      className="cover"
      sx={({ tokens }) => ({
        aspectRatio: ratio,
        width: '100%',
        overflow: 'hidden',
        background: `linear-gradient(145deg, ${tokens.sunken}, ${tokens.line})`,
      })}
    >
      <Box
        component="img"
        src={url}
        alt={alt}
        loading={eager ? 'eager' : 'lazy'}
        decoding="async"
        {...(eager ? { fetchPriority: 'high' as const } : {})}
        sx={{
          display: 'block',
          width: '100%',
          height: '100%',
          objectFit: 'cover',
          transition: 'transform 400ms cubic-bezier(0.2, 0.7, 0.2, 1)',
        }}
      />
    </Box>
  );
}
