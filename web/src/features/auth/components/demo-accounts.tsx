import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { DemoAccount } from '../../../shared/api/contract.ts';

/** One click a demo account. Only a store on one machine offers any; elsewhere this is not there. */
export function DemoAccounts(props: {
  readonly accounts: readonly DemoAccount[];
  readonly disabled: boolean;
  readonly onChoose: (account: DemoAccount) => void;
}): ReactElement | null {
  const { accounts, disabled, onChoose } = props;
  if (accounts.length === 0) return null;
  return (
    <Box
      component="section"
      aria-labelledby="demo-title"
      sx={{ display: 'grid', gap: 1.25, alignContent: 'start' }}
    >
      <Typography id="demo-title" variant="h2">
        Look around in one click
      </Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        This store runs on your machine and comes with accounts to try it.
      </Typography>
      {accounts.map((account) => (
        <Box
          key={account.email}
          component="button"
          type="button"
          disabled={disabled}
          onClick={() => onChoose(account)}
          sx={({ tokens }) => ({
            font: 'inherit',
            color: 'inherit',
            textAlign: 'left',
            cursor: 'pointer',
            display: 'grid',
            p: 1.75,
            borderRadius: '12px',
            background: tokens.surface,
            border: `1px solid ${tokens.line}`,
            '&:hover': { borderColor: tokens.accent, background: tokens.accentWash },
            '&:disabled': { opacity: 0.6, cursor: 'default' },
          })}
        >
          <Box component="span" sx={{ fontWeight: 640 }}>
            {account.label}
          </Box>
          <Box
            component="span"
            sx={{ color: 'text.secondary', fontSize: '0.8125rem', overflowWrap: 'anywhere' }}
          >
            {account.email}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
