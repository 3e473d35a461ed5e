import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { useAppDispatch, useAppSelector } from '../../../app/hooks.ts';
import { formatClock } from '../../../shared/format/time.ts';
import { FailureNotice } from '../../../shared/ui/notices.tsx';
import { TextBox } from '../../../shared/ui/text-box.tsx';
import { selectOperator } from '../selectors.ts';
import { operatorActions } from '../slice.ts';

/** What the functions wrote for one request or run, by its id. */
export function LogPanel({ initialId }: { readonly initialId: string }): ReactElement {
  const dispatch = useAppDispatch();
  const { logs } = useAppSelector(selectOperator);
  const [id, setId] = useState(initialId);
  const { lines } = logs;
  return (
    <Box component="section" aria-labelledby="log-title" sx={{ display: 'grid', gap: 2 }}>
      <Typography id="log-title" variant="h2">
        Log
      </Typography>
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim() !== '') dispatch(operatorActions.logsAsked(id.trim()));
        }}
        sx={{ display: 'flex', gap: 1.5, alignItems: 'end', flexWrap: 'wrap' }}
      >
        <Box sx={{ flex: '1 1 260px', maxWidth: 460 }}>
          <TextBox label="Request id or run id" value={id} onChange={setId} />
        </Box>
        <Button type="submit" variant="outlined" sx={{ minHeight: 46 }} disabled={lines.status === 'loading'}>
          {lines.status === 'loading' ? 'Reading…' : 'Show log'}
        </Button>
      </Box>
      {lines.status === 'failed' && (
        <FailureNotice title="The log could not be read" failure={lines.failure} />
      )}
      {lines.status === 'ready' && lines.data.length === 0 && (
        <Typography role="status" sx={{ color: 'text.secondary' }}>
          No line of any function has this id.
        </Typography>
      )}
      {lines.status === 'ready' && lines.data.length > 0 && (
        <Box
          role="region"
          aria-label="Log lines"
          tabIndex={0}
          sx={({ tokens }) => ({
            maxHeight: 380,
            overflow: 'auto',
            borderRadius: '12px',
            border: `1px solid ${tokens.line}`,
            background: tokens.sunken,
            p: 1.5,
            fontFamily: 'ui-monospace, SFMono-Regular, Menlo, monospace',
            fontSize: '0.8125rem',
            lineHeight: 1.7,
          })}
        >
          {lines.data.map((line, index) => (
            <Box
              key={index}
              sx={{ display: 'grid', gridTemplateColumns: '76px 54px minmax(110px, auto) 1fr', gap: 1.5 }}
            >
              <span>{formatClock(line.at)}</span>
              <Box
                component="span"
                sx={({ tokens }) => ({
                  color:
                    line.level === 'error'
                      ? tokens.bad
                      : line.level === 'warn'
                        ? tokens.warn
                        : tokens.inkSoft,
                  fontWeight: 600,
                })}
              >
                {line.level}
              </Box>
              <span>{line.function}</span>
              <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
                {line.message}
              </Box>
            </Box>
          ))}
        </Box>
      )}
    </Box>
  );
}
