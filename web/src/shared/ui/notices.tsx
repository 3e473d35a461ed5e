import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactElement, ReactNode } from 'react';
import type { Failure } from '../api/error.ts';

/** A load that failed: what, why, the way to try again, and the id by which the store's own log knows it. */
export function FailureNotice(props: {
  readonly title: string;
  readonly failure: Failure;
  readonly onRetry?: () => void;
}): ReactElement {
  const { title, failure, onRetry } = props;
  return (
    <Notice tone="bad" role="alert" title={title}>
      <Typography variant="body2">{failure.message}</Typography>
      {failure.requestId !== null && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          Request <code>{failure.requestId}</code>
        </Typography>
      )}
      {onRetry !== undefined && (
        <Button variant="outlined" size="small" onClick={onRetry} sx={{ mt: 1 }}>
          Try again
        </Button>
      )}
    </Notice>
  );
}

/** A list with nothing in it: says so, says why, and offers what to do next. */
export function EmptyNotice(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}): ReactElement {
  return (
    <Box
      sx={({ tokens }) => ({
        border: `1px dashed ${tokens.line}`,
        borderRadius: '18px',
        px: 3,
        py: { xs: 5, md: 8 },
        textAlign: 'center',
        display: 'grid',
        gap: 1,
        justifyItems: 'center',
      })}
    >
      <Typography variant="h2" component="p">
        {props.title}
      </Typography>
      {props.children !== undefined && (
        <Typography variant="body1" sx={{ color: 'text.secondary', maxWidth: '52ch' }}>
          {props.children}
        </Typography>
      )}
      {props.action !== undefined && <Box sx={{ mt: 1.5 }}>{props.action}</Box>}
    </Box>
  );
}

type Tone = 'bad' | 'warn' | 'good' | 'plain';

export function Notice(props: {
  readonly tone: Tone;
  readonly title?: string;
  readonly role?: 'alert' | 'status' | 'note';
  readonly children?: ReactNode;
}): ReactElement {
  const { tone, title, role = 'note', children } = props;
  return (
    <Box
      role={role}
      sx={({ tokens }) => {
        const colours = {
          bad: [tokens.bad, tokens.badWash],
          warn: [tokens.warn, tokens.warnWash],
          good: [tokens.good, tokens.goodWash],
          plain: [tokens.lineStrong, tokens.sunken],
        }[tone];
        return {
          background: colours[1],
          borderLeft: `4px solid ${colours[0]}`,
          borderRadius: '12px',
          px: 2.25,
          py: 1.75,
          display: 'grid',
          gap: 0.5,
          justifyItems: 'start',
        };
      }}
    >
      {title !== undefined && (
        <Typography component="p" sx={{ fontWeight: 650 }}>
          {title}
        </Typography>
      )}
      {children}
    </Box>
  );
}
