import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { Hidden } from '../../../shared/ui/page.tsx';

const NAMES: Readonly<Record<string, string>> = { windows: 'Windows', macos: 'macOS', linux: 'Linux' };

/** Plain silhouettes, drawn here: a window, a command key's loop, a prompt. */
const PATHS: Readonly<Record<string, string>> = {
  windows: 'M1 2.6 6.8 1.8v5.7H1zM7.6 1.7 15 .6v6.9H7.6zM1 8.4h5.8v5.7L1 13.3zM7.6 8.4H15v6.9l-7.4-1.1z',
  macos:
    'M5.5 5.5V4a2 2 0 1 0-2 2h1.5zm0 0h5m-5 0v5m0 0V12a2 2 0 1 1-2-2h1.5zm0 0h5m0 0h1.5a2 2 0 1 1-2 2v-1.5zm0 0v-5m0 0V4a2 2 0 1 1 2 2h-1.5z',
  linux: 'M2 3h12v10H2zM4.5 6l2 2-2 2M8 10h3.5',
};

export function platformName(slug: string): string {
  return NAMES[slug] ?? slug;
}

export function Platforms({ slugs }: { readonly slugs: readonly string[] }): ReactElement {
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: '7px', flexShrink: 0 }}>
      <Hidden>{slugs.length > 0 ? `For ${slugs.map(platformName).join(', ')}` : ''}</Hidden>
      {slugs.map((slug) => {
        const path = PATHS[slug];
        if (path === undefined) return null;
        const solid = slug === 'windows';
        return (
          <svg
            key={slug}
            aria-hidden="true"
            width="14"
            height="14"
            viewBox="0 0 16 16"
            fill={solid ? 'currentColor' : 'none'}
            stroke={solid ? 'none' : 'currentColor'}
            strokeWidth="1.4"
            strokeLinejoin="round"
            strokeLinecap="round"
          >
            <path d={path} />
          </svg>
        );
      })}
    </Box>
  );
}
