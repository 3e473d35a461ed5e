import Box from '@mui/material/Box';
import Container from '@mui/material/Container';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link } from 'react-router';

export function Footer(): ReactElement {
  return (
    <Box
      component="footer"
      sx={({ tokens }) => ({ borderTop: `1px solid ${tokens.line}`, background: tokens.sunken })}
    >
      <Container
        maxWidth="lg"
        sx={{
          py: 4,
          px: { xs: 2, sm: 3 },
          display: 'flex',
          flexWrap: 'wrap',
          gap: 3,
          justifyContent: 'space-between',
        }}
      >
        <Box sx={{ maxWidth: '46ch' }}>
          <Typography sx={{ fontWeight: 680, letterSpacing: '-0.01em' }}>Kratos Digital Store</Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
            Games to keep, sold by those who make them. Prices are in US dollars before tax; the end of each
            sale is shown beside its price.
          </Typography>
        </Box>
        <Box
          component="nav"
          aria-label="Footer"
          sx={{
            display: 'flex',
            gap: 3,
            flexWrap: 'wrap',
            fontSize: '0.9375rem',
            fontWeight: 560,
            '& a:hover': { textDecoration: 'underline' },
          }}
        >
          <Link to="/games">All games</Link>
          <Link to="/games?price=discounted&sort=discount">Specials</Link>
          <Link to="/games?price=free">Free games</Link>
          <Link to="/library">Your games</Link>
        </Box>
      </Container>
    </Box>
  );
}
