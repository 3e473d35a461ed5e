import Button from '@mui/material/Button';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { Page } from '../shared/ui/page.tsx';

export default function NotFoundPage(): ReactElement {
  return (
    <Page title="This page does not exist" lead="The address may be mistyped, or the page has moved.">
      <Button component={Link} to="/games" variant="contained">
        Browse all games
      </Button>
    </Page>
  );
}
